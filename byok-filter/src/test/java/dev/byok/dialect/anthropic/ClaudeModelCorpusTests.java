package dev.byok.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byok.dialect.anthropic.ClaudeModel.Thinking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of Anthropic's models against LiteLLM's list of them, found in {@code litellm-prices} below the folder
 * that the environment variable BYOK_CORPUS names.
 */
@Tag("corpus")
class ClaudeModelCorpusTests {

    private static final int MODELS = 24;

    /** Those at Anthropic itself, by their names: clouds have limits of their own. */
    private static Map<String, JsonNode> models() throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: LiteLLM's list of models, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        Path list = Path.of(Objects.requireNonNull(corpus), "litellm-prices/model_prices_and_context_window.json");
        Map<String, JsonNode> models = new TreeMap<>();
        JsonMapper.builder().build().readTree(Files.readString(list)).forEachEntry((name, model) -> {
            if (model.path("litellm_provider").asString("").equals("anthropic") && name.startsWith("claude-")) {
                models.put(name, model);
            }
        });
        assertThat(models).hasSizeGreaterThanOrEqualTo(MODELS);
        return models;
    }

    @Test
    void modelsWriteAsMuchAsTheListSays() throws IOException {
        models().forEach((name, model) -> assertThat(ClaudeModel.of(name).maxTokens())
                .as(name)
                .isEqualTo(model.path("max_output_tokens").asInt()));
    }

    @Test
    void modelsTakeWhatTheListSays() throws IOException {
        models().forEach((name, model) -> {
            ClaudeModel known = ClaudeModel.of(name);
            assertThat(known.thinking() == Thinking.ADAPTIVE)
                    .as("adaptive thinking of %s", name)
                    .isEqualTo(model.path("supports_adaptive_thinking").asBoolean(false));
            assertThat(known.effort())
                    .as("effort of %s", name)
                    .isEqualTo(model.path("supports_output_config").asBoolean(false));
            assertThat(known.sampling())
                    .as("sampling of %s", name)
                    .isEqualTo(model.path("supports_sampling_params").asBoolean(true));
        });
    }
}

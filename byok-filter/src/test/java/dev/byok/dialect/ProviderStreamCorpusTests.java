package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recorded chat streams of the vendors that are known by name, found in {@code vercel-ai-fixtures} below the folder that
 * the environment variable BYOK_CORPUS names.
 */
@Tag("corpus")
class ProviderStreamCorpusTests {

    private static final String DONE = "data: [DONE]\n\n";

    @ParameterizedTest
    @CsvSource({
        "openai/src/chat/__fixtures__/azure-model-router.1, 15, 78",
        "azure/src/__fixtures__/azure-deepseek-reasoning.1, 19, 1720",
        "xai/src/__fixtures__/xai-text, 12, 291",
        "xai/src/__fixtures__/xai-tool-call, 291, 222",
        "mistral/src/__fixtures__/mistral-text, 13, 8",
        "mistral/src/__fixtures__/mistral-tool-call, 124, 22",
        "mistral/src/__fixtures__/mistral-reasoning, 10, 46",
        "mistral/src/__fixtures__/mistral-incremental-tool-call, 171, 14",
        "deepseek/src/chat/__fixtures__/deepseek-text, 13, 400",
        "deepseek/src/chat/__fixtures__/deepseek-reasoning, 18, 219",
        "deepseek/src/chat/__fixtures__/deepseek-tool-call, 339, 83"
    })
    void passesOnByteForByteAndKnowsTheUsage(String recording, long prompt, long output) {
        String wire = wire(data(recording));
        byte[] bytes = (wire + DONE).getBytes(StandardCharsets.UTF_8);
        long seed = System.nanoTime();

        StreamFeed.Result whole = StreamFeed.whole(wire + DONE, false);
        StreamFeed.Result random = StreamFeed.random(bytes, false, new Random(seed));
        StreamFeed.Result stripped = StreamFeed.random(bytes, true, new Random(seed));

        assertThat(whole.forwarded()).isEqualTo(wire + DONE);
        assertThat(whole.complete()).isTrue();
        assertThat(whole.malformedEvents()).isZero();
        assertThat(random).as("seed %s", seed).isEqualTo(whole);
        assertThat(stripped.forwarded()).doesNotContain("\"usage\":").endsWith(DONE);
        assertThat(stripped.usage()).isEqualTo(whole.usage());
        assertThat(whole.usage())
                .isNotNull()
                .extracting(Usage::promptTokens, Usage::outputTokens)
                .containsExactly(prompt, output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/src/chat/__fixtures__/azure-model-router.1",
                "xai/src/__fixtures__/xai-text",
                "mistral/src/__fixtures__/mistral-tool-call",
                "deepseek/src/chat/__fixtures__/deepseek-reasoning"
            })
    void isWholeWithoutATerminator(String recording) {
        String wire = wire(data(recording));

        StreamFeed.Result result = StreamFeed.pieces(wire.getBytes(StandardCharsets.UTF_8), false, 7);

        assertThat(result.complete()).isTrue();
        assertThat(result.forwarded()).isEqualTo(wire + DONE);
    }

    private static String wire(List<String> data) {
        StringBuilder wire = new StringBuilder();
        data.forEach(line -> wire.append("data: ").append(line).append("\n\n"));
        return wire.toString();
    }

    private static List<String> data(String recording) {
        String corpus = System.getenv("BYOK_CORPUS");
        Path file = Path.of(corpus == null ? "" : corpus, "vercel-ai-fixtures", recording + ".chunks.txt");
        if (corpus == null || !Files.isRegularFile(file)) {
            String message = "the recording " + recording + " was not replayed: BYOK_CORPUS is "
                    + (corpus == null ? "not set" : "set, but it is not there");
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        try {
            return Files.readString(file)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            return fail("cannot read " + file, e);
        }
    }
}

package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenAI's own description of its API, found in {@code openai-openapi} below the folder that the environment variable
 * BYOK_CORPUS names.
 */
public final class OpenAiDescription {

    /** What of it is asked about. */
    public enum Part {
        REQUEST("CreateChatCompletionRequest"),
        ANSWER("CreateChatCompletionResponse"),
        CHUNK("CreateChatCompletionStreamResponse"),
        EMBEDDINGS("CreateEmbeddingResponse"),
        ERROR("ErrorResponse");

        private final String schema;

        Part(String schema) {
            this.schema = schema;
        }
    }

    private static final String BASE = "https://openai.test/openapi.json";
    private static @Nullable SchemaRegistry registry;

    private OpenAiDescription() {}

    /** Ends the test where it is not there, and nobody says that it has to be. */
    public static void assumePresent() {
        assumeTrue(
                isPresent() || Objects.equals(System.getenv("CI"), "true"),
                "not run: OpenAI's description, since BYOK_CORPUS names no folder");
        assertThat(isPresent()).as("BYOK_CORPUS must name a folder").isTrue();
    }

    private static boolean isPresent() {
        String corpus = System.getenv("BYOK_CORPUS");
        return corpus != null && Files.isDirectory(Path.of(corpus));
    }

    /** Returns what it has against an object; empty where it is one of that kind. */
    public static List<String> objections(Part part, JsonNode object) {
        return schema(part).validate(object).stream().map(Object::toString).toList();
    }

    private static Schema schema(Part part) {
        return registry().getSchema(SchemaLocation.of(BASE + "#/components/schemas/" + part.schema));
    }

    private static synchronized SchemaRegistry registry() {
        SchemaRegistry known = registry;
        if (known == null) {
            String description = JsonMapper.shared().writeValueAsString(Map.of("components", components()));
            known = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(BASE, description)));
            registry = known;
        }
        return known;
    }

    private static Object components() {
        Path file = Path.of(Objects.requireNonNull(System.getenv("BYOK_CORPUS")), "openai-openapi/openapi.yaml");
        try {
            Map<String, Object> whole = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return withNulls(Objects.requireNonNull(whole.get("components")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It says {@code nullable}, a word of the version before, where null may stand. */
    private static Object withNulls(Object part) {
        if (part instanceof List<?> list) {
            return list.stream().map(OpenAiDescription::withNulls).toList();
        }
        if (!(part instanceof Map<?, ?> map)) {
            return part;
        }
        Map<Object, Object> schema = new LinkedHashMap<>();
        map.forEach((name, value) -> schema.put(name, value == null ? "null" : withNulls(value)));
        return Objects.equals(schema.remove("nullable"), true)
                ? Map.of("anyOf", List.of(schema, Map.of("type", "null")))
                : schema;
    }
}

package dev.byok.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.provider.ProviderPreset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Recorded traffic of real providers, found through BYOK_CORPUS; not part of this repository. */
@Tag("corpus")
class RecordedErrorsTests {

    private static final Map<String, String> EXPECTED_ERRORS = Map.of(
            "chat-bad-request.yaml", "invalid_request",
            "chat-no-messages.yaml", "invalid_request",
            "chat-unknown-model.yaml", "permission.model_not_found",
            "completion-bad-request.yaml", "invalid_request",
            "completion-unknown-model.yaml", "permission.model_not_found",
            "embeddings-bad-request.yaml", "invalid_request",
            "embeddings-unknown-model.yaml", "permission.model_not_found");

    private final OutcomeClassifier classifier = new OutcomeClassifier(Clock.systemUTC());

    @Test
    void classifiesEveryRecordedOpenAiExchange() throws IOException {
        Map<String, String> errors = new TreeMap<>();
        int answers = 0;
        for (Path cassette : files(corpus("envoy-ai-gateway-openai-cassettes"), ".yaml")) {
            for (Map<?, ?> response : responses(cassette)) {
                Outcome outcome = classify(response);
                answers++;
                if (!outcome.is(OutcomeClass.OK)) {
                    errors.put(String.valueOf(cassette.getFileName()), outcome.text());
                }
            }
        }

        assertThat(answers).isGreaterThanOrEqualTo(43);
        assertThat(errors).isEqualTo(new TreeMap<>(EXPECTED_ERRORS));
    }

    @Test
    void classifiesTheErrorsInsideRecordedAnswers() throws IOException {
        Path fixtures = corpus("vercel-ai-fixtures").resolve("openai/src");
        Path responses = fixtures.resolve("responses/__fixtures__");

        assertThat(inBand(Files.readString(responses.resolve("openai-error.1.json"))))
                .isEqualTo("quota_exhausted");
        assertThat(Files.readString(responses.resolve("openai-error.1.chunks.txt"))
                        .lines()
                        .filter(line -> line.contains("\"type\":\"error\"") || line.contains("response.failed"))
                        .map(this::inBand))
                .containsExactly("quota_exhausted", "quota_exhausted");
        assertThat(inBand(Files.readString(responses.resolve("reasoning-model-temperature-error.json"))))
                .isEqualTo("invalid_request");
        assertThat(inBand(Files.readString(
                        fixtures.resolve("chat/__fixtures__/reasoning-model-legacy-parameter-error.json"))))
                .isEqualTo("invalid_request");
    }

    private String inBand(String json) {
        return classifier
                .classifyInBand(ProviderPreset.OPENAI, json.getBytes(StandardCharsets.UTF_8))
                .text();
    }

    private Outcome classify(Map<?, ?> response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ((Map<?, ?>) value(response, "headers"))
                .forEach(
                        (name, values) -> headers.put(String.valueOf(name), String.valueOf(((List<?>) values).get(0))));
        byte[] body = String.valueOf(value(response, "body")).getBytes(StandardCharsets.UTF_8);
        return classifier.classify(ProviderPreset.OPENAI, (Integer) value(response, "code"), headers::get, body);
    }

    private static List<Map<?, ?>> responses(Path cassette) throws IOException {
        Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(cassette));
        List<Map<?, ?>> responses = new ArrayList<>();
        for (Object interaction : (List<?>) value(document, "interactions")) {
            responses.add((Map<?, ?>) value((Map<?, ?>) interaction, "response"));
        }
        return responses;
    }

    private static Object value(Map<?, ?> map, String key) {
        Object value = map.get(key);
        assertThat(value).as(key).isNotNull();
        return value == null ? "" : value;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** Fails on CI where recordings are missing; elsewhere the test is reported as skipped, with the reason. */
    private static Path corpus(String folder) {
        String root = System.getenv("BYOK_CORPUS");
        Path path = Path.of(root == null ? "" : root, folder);
        boolean found = root != null && Files.isDirectory(path);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(found)
                    .as("BYOK_CORPUS names a folder that holds " + folder)
                    .isTrue();
        }
        Assumptions.assumeTrue(
                found, "not run: classification of the recorded errors in " + folder + " (set BYOK_CORPUS)");
        return path;
    }
}

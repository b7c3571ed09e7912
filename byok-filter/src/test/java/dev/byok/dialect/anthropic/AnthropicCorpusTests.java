package dev.byok.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.OpenAiDescription;
import dev.byok.dialect.OpenAiDescription.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Anthropic's recorded streams and answers, found in {@code vercel-ai-fixtures} below the folder that the environment variable
 * BYOK_CORPUS names; each also read by Jackson.
 */
@Tag("corpus")
class AnthropicCorpusTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int STREAMS = 25;
    private static final int ANSWERS = 28;

    private static List<Path> files(String suffix) throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: Anthropic's recordings, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        Path folder = Path.of(Objects.requireNonNull(corpus), "vercel-ai-fixtures/anthropic/src/__fixtures__");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void streamsSayWhatTheyHoldInWhateverPieces() throws IOException {
        List<Path> files = files(".chunks.txt");
        assertThat(files).hasSizeGreaterThanOrEqualTo(STREAMS);
        for (Path file : files) {
            List<String> data = Files.readString(file)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            String wire = AnthropicFeed.wire(data);
            long seed = System.nanoTime();

            AnthropicFeed whole = AnthropicFeed.whole(wire, true);
            AnthropicFeed random = AnthropicFeed.random(wire, true, new Random(seed));

            assertThat(whole.stream().malformedEvents()).as("%s", file).isZero();
            assertThat(whole.stream().complete()).as("%s", file).isTrue();
            assertThat(whole.done()).as("%s", file).isTrue();
            assertThat(random.forwarded()).as("%s, seed %s", file, seed).isEqualTo(whole.forwarded());
            assertThat(whole.answer().content()).as("%s", file).isEqualTo(text(data));
            assertThat(whole.answer().usage()).as("%s", file).isNotNull();
        }
    }

    @Test
    void whatComesOfThemIsWhatOpenAiDescribes() throws IOException {
        OpenAiDescription.assumePresent();
        for (Path file : files(".chunks.txt")) {
            String wire = AnthropicFeed.wire(Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList());
            AnthropicFeed.whole(wire, true).chunks().forEach(chunk -> assertThat(
                            OpenAiDescription.objections(Part.CHUNK, chunk))
                    .as("%s: %s", file, chunk)
                    .isEmpty());
        }
        for (Path file : files(".json")) {
            byte[] said = new AnthropicMessages().answer(Files.readAllBytes(file), new AnswerForm(1, false));

            assertThat(OpenAiDescription.objections(Part.ANSWER, JSON.readTree(Objects.requireNonNull(said))))
                    .as("%s", file)
                    .isEmpty();
        }
    }

    private static String text(List<String> data) {
        StringBuilder text = new StringBuilder();
        for (String each : data) {
            JsonNode event = JSON.readTree(each);
            if (event.path("type").asString().equals("message_stop")) {
                break; // some recordings go on with the answer to the next request
            }
            text.append(
                    event.path("content_block").path("type").asString("").equals("text")
                            ? event.path("content_block").path("text").asString("")
                            : "");
            text.append(
                    event.path("delta").path("type").asString("").equals("text_delta")
                            ? event.path("delta").path("text").asString("")
                            : "");
        }
        return text.toString();
    }

    @Test
    void answersSayWhatTheyHold() throws IOException {
        List<Path> files = files(".json");
        assertThat(files).hasSizeGreaterThanOrEqualTo(ANSWERS);
        for (Path file : files) {
            byte[] json = Files.readAllBytes(file);
            JsonNode recorded = JSON.readTree(json);
            byte[] said = new AnthropicMessages().answer(json, new AnswerForm(1, false));

            assertThat(said).as("%s", file).isNotNull();
            JsonNode answer = JSON.readTree(Objects.requireNonNull(said));
            JsonNode message = answer.path("choices").path(0).path("message");
            StringBuilder text = new StringBuilder();
            int calls = 0;
            for (JsonNode block : recorded.path("content")) {
                String type = block.path("type").asString();
                text.append(type.equals("text") ? block.path("text").asString() : "");
                if (type.equals("tool_use")) {
                    JsonNode call = message.path("tool_calls").path(calls++).path("function");
                    assertThat(call.path("name").asString())
                            .isEqualTo(block.path("name").asString());
                    assertThat(JSON.readTree(call.path("arguments").asString())).isEqualTo(block.path("input"));
                }
            }
            assertThat(message.path("content").asString("")).as("%s", file).isEqualTo(text.toString());
            assertThat(message.path("tool_calls").size()).as("%s", file).isEqualTo(calls);
            assertThat(answer.path("usage").path("total_tokens").asInt())
                    .as("%s", file)
                    .isPositive();
        }
    }

    /** One answer took two goes, since the conversation was compacted before it; both are counted. */
    @Test
    void aCompactedConversationCountsAllItsGoes() throws IOException {
        Path file = files("anthropic-compaction.1.json").get(0);
        JsonNode iterations =
                JSON.readTree(Files.readString(file)).path("usage").path("iterations");
        byte[] said = new AnthropicMessages().answer(Files.readAllBytes(file), new AnswerForm(1, false));

        long output = 0;
        for (JsonNode each : iterations) {
            output += each.path("output_tokens").asLong();
        }
        assertThat(iterations.size()).isPositive();
        assertThat(JSON.readTree(new String(Objects.requireNonNull(said), StandardCharsets.UTF_8))
                        .path("usage")
                        .path("completion_tokens")
                        .asLong())
                .isEqualTo(output);
    }
}

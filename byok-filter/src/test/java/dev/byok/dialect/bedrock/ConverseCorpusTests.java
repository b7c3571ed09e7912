package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byok.dialect.OpenAiDescription;
import dev.byok.dialect.OpenAiDescription.Part;
import java.io.IOException;
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
 * Bedrock's recorded streams and answers, found in {@code vercel-ai-fixtures} below the folder that the environment variable
 * BYOK_CORPUS names, framed again as event streams; each also read by Jackson.
 */
@Tag("corpus")
class ConverseCorpusTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static List<Path> files(String suffix) throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: Bedrock's recordings, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        Path folder = Path.of(Objects.requireNonNull(corpus), "vercel-ai-fixtures/amazon-bedrock/src/__fixtures__");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void streamsSayWhatTheyHoldInWhateverPieces() throws IOException {
        int streams = 0;
        for (Path file : files(".chunks.txt")) {
            List<String> recorded = Files.readString(file)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            byte[] wire = ConverseFeed.wire(recorded);
            long seed = System.nanoTime();

            ConverseFeed whole = new ConverseFeed().give(wire).end();
            ConverseFeed random = ConverseFeed.random(wire, new Random(seed));

            assertThat(whole.stream().malformedEvents()).as("%s", file).isZero();
            assertThat(whole.stream().complete()).as("%s", file).isTrue();
            assertThat(whole.done()).as("%s", file).isTrue();
            assertThat(random.forwarded()).as("%s, seed %s", file, seed).isEqualTo(whole.forwarded());
            ConverseFeed.Answer answer = whole.answer();
            assertThat(answer.content()).as("%s", file).isEqualTo(text(recorded, "/contentBlockDelta/delta/text"));
            assertThat(answer.reasoning())
                    .as("%s", file)
                    .isEqualTo(text(recorded, "/contentBlockDelta/delta/reasoningContent/text"));
            assertThat(answer.finishes()).as("%s", file).hasSize(1);
            answer.calls().values().forEach(call -> assertThat(
                            JSON.readTree(call.substring(call.indexOf('{'))).isObject())
                    .as("%s", file)
                    .isTrue());
            boolean counted = recorded.stream().anyMatch(line -> line.startsWith("{\"metadata\""));
            assertThat(whole.stream().usage() != null).as("%s", file).isEqualTo(counted);
            streams++;
        }
        assertThat(streams).isGreaterThanOrEqualTo(10);
    }

    @Test
    void whatComesOfThemIsWhatOpenAiDescribes() throws IOException {
        OpenAiDescription.assumePresent();
        for (Path file : files(".chunks.txt")) {
            byte[] wire = ConverseFeed.wire(Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList());
            new ConverseFeed().give(wire).end().chunks().forEach(chunk -> assertThat(
                            OpenAiDescription.objections(Part.CHUNK, chunk))
                    .as("%s: %s", file, chunk)
                    .isEmpty());
        }
        for (Path file : files(".json")) {
            byte[] said = new BedrockConverse().answer(Files.readAllBytes(file), ConverseFeed.FORM);

            assertThat(OpenAiDescription.objections(Part.ANSWER, JSON.readTree(Objects.requireNonNull(said))))
                    .as("%s", file)
                    .isEmpty();
        }
    }

    private static String text(List<String> recorded, String pointer) {
        StringBuilder text = new StringBuilder();
        recorded.forEach(line -> text.append(JSON.readTree(line).at(pointer).asString("")));
        return text.toString();
    }

    @Test
    void answersSayWhatTheyHold() throws IOException {
        int answers = 0;
        for (Path file : files(".json")) {
            byte[] json = Files.readAllBytes(file);
            JsonNode recorded = JSON.readTree(json);
            byte[] said = new BedrockConverse().answer(json, ConverseFeed.FORM);

            assertThat(said).as("%s", file).isNotNull();
            JsonNode answer = JSON.readTree(Objects.requireNonNull(said));
            JsonNode message = answer.at("/choices/0/message");
            StringBuilder text = new StringBuilder();
            int calls = 0;
            for (JsonNode block : recorded.at("/output/message/content")) {
                text.append(block.path("text").asString(""));
                if (block.has("toolUse")) {
                    JsonNode call = message.path("tool_calls").path(calls++).path("function");
                    assertThat(JSON.readTree(call.path("arguments").asString())).isEqualTo(block.at("/toolUse/input"));
                }
            }
            assertThat(message.path("content").asString("")).as("%s", file).isEqualTo(text.toString());
            assertThat(message.path("tool_calls").size()).as("%s", file).isEqualTo(calls);
            assertThat(answer.at("/usage/total_tokens").asInt()).as("%s", file).isPositive();
            answers++;
        }
        assertThat(answers).isGreaterThanOrEqualTo(8);
    }
}

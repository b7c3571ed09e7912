package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded streams, found in {@code vercel-ai-fixtures} below the folder that the environment variable BYOK_CORPUS names,
 * through a whole gateway: as bytes that arrive in random pieces, for callers of their own dialect and of the other one.
 */
@Tag("corpus")
@ExtendWith(LeakWatch.class)
class StreamCorpusE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OF_ANTHROPIC = 25;
    private static final int OF_OPENAI = 6;
    private static final int OF_BEDROCK = 12;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("gpt")
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .policy(policy -> policy.model("gpt", "", "gpt/gpt-x")
                    .model("claude", "", "claude/claude-sonnet-4-5")
                    .prioritized("gpt", "g1")
                    .model("bedrock", "", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0")
                    .prioritized("claude", "c1")
                    .prioritized("bedrock", "b1"));

    private record Recording(Path file, List<String> data) {

        /** What one request was answered with: some recordings go on with the answer to the next one. */
        static Recording of(Path file, String last) {
            try {
                List<String> data = new ArrayList<>();
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank()) {
                        data.add(line);
                        if (line.contains(last)) {
                            break;
                        }
                    }
                }
                return new Recording(file, data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Recording> recordings(String folder, String last) throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: recorded streams, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        try (Stream<Path> files = Files.walk(Path.of(Objects.requireNonNull(corpus), "vercel-ai-fixtures", folder))) {
            return files.filter(file -> file.toString().endsWith(".chunks.txt"))
                    .sorted()
                    .map(file -> Recording.of(file, last))
                    .toList();
        }
    }

    @Test
    void anthropicsStreamsPassAsTheyAreAndAreSaidInOpenAisWords() throws IOException {
        List<Recording> recordings = recordings("anthropic", "\"type\":\"message_stop\"");
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(OF_ANTHROPIC);
        for (Recording recording : recordings) {
            String wire = recording.data().stream()
                    .map(each -> "event: " + JSON.readTree(each).path("type").asString() + "\ndata: " + each + "\n\n")
                    .collect(Collectors.joining());
            long seed = answers("claude", "sk-c1", wire);

            Reply passed = STAGE.client().messages(ask("claude"));
            Reply said = STAGE.client().chat(Client.streamOf("claude"));

            assertThat(passed.body()).as("%s, seed %s", recording.file(), seed).isEqualTo(wire);
            assertThat(content(said)).as("%s, seed %s", recording.file(), seed).isEqualTo(textOfMessages(recording));
            assertThat(said.body()).as("%s, seed %s", recording.file(), seed).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void openAisStreamsPassAsTheyAreAndAreSaidInAnthropicsWords() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (String folder : List.of("deepseek", "groq", "mistral", "xai")) {
            recordings.addAll(recordings(folder, "none of them goes on"));
        }
        recordings.removeIf(recording -> recording.data().stream().noneMatch(line -> line.contains("\"choices\"")));
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(OF_OPENAI);
        for (Recording recording : recordings) {
            String wire = recording.data().stream()
                            .map(each -> "data: " + each + "\n\n")
                            .collect(Collectors.joining())
                    + "data: [DONE]\n\n";
            long seed = answers("gpt", "sk-g1", wire);

            Reply passed = STAGE.client()
                    .chat(Client.streamOf("gpt").replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},"));
            Reply said = STAGE.client().messages(ask("gpt"));

            assertThat(passed.body()).as("%s, seed %s", recording.file(), seed).isEqualTo(wire);
            assertThat(blocks(said, "text"))
                    .as("%s, seed %s", recording.file(), seed)
                    .isEqualTo(textOfChunks(recording));
            assertThat(said.body()).as("%s, seed %s", recording.file(), seed).contains("event: message_stop");
        }
    }

    @Test
    void bedrocksStreamsAreSaidInBothWords() throws IOException {
        List<Recording> recordings = recordings("amazon-bedrock", "none of them goes on");
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(OF_BEDROCK);
        for (Recording recording : recordings) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            StringBuilder text = new StringBuilder();
            for (String each : recording.data()) {
                Map.Entry<String, JsonNode> event =
                        JSON.readTree(each).properties().iterator().next();
                wire.writeBytes(
                        BedrockAnswers.event(event.getKey(), event.getValue().toString()));
                text.append(event.getValue().at("/delta/text").asString(""));
            }
            long seed = answers("bedrock", "sk-b1", "application/vnd.amazon.eventstream", wire.toByteArray());

            Reply chat = STAGE.client().chat(Client.streamOf("bedrock"));
            Reply messages = STAGE.client().messages(ask("bedrock"));

            assertThat(content(chat)).as("%s, seed %s", recording.file(), seed).isEqualTo(text.toString());
            assertThat(chat.body()).as("%s, seed %s", recording.file(), seed).endsWith("data: [DONE]\n\n");
            assertThat(blocks(messages, "text"))
                    .as("%s, seed %s", recording.file(), seed)
                    .isEqualTo(text.toString());
            assertThat(messages.body())
                    .as("%s, seed %s", recording.file(), seed)
                    .contains("event: message_stop");
        }
    }

    private static String ask(String model) {
        return "{\"model\":\"" + model
                + "\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /** Sends the bytes in pieces that end anywhere, inside of characters too. */
    private static long answers(String provider, String key, String wire) {
        return answers(provider, key, "text/event-stream", wire.getBytes(StandardCharsets.UTF_8));
    }

    private static long answers(String provider, String key, String type, byte[] bytes) {
        long seed = System.nanoTime();
        STAGE.upstream(provider).on(key, (call, response) -> {
            Random random = new Random(seed);
            List<byte[]> pieces = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextInt(8) == 0 ? 3 : 2_000));
                pieces.add(Arrays.copyOfRange(bytes, at, to));
                at = to;
            }
            return response.header("content-type", type)
                    .sendGroups(Flux.fromIterable(pieces).map(piece -> Mono.just(Unpooled.wrappedBuffer(piece))));
        });
        return seed;
    }

    private static String content(Reply reply) {
        StringBuilder text = new StringBuilder();
        Speech.events(reply.body())
                .forEach(chunk ->
                        text.append(chunk.at("/choices/0/delta/content").asString("")));
        return text.toString();
    }

    private static String textOfMessages(Recording recording) {
        StringBuilder text = new StringBuilder();
        for (String each : recording.data()) {
            JsonNode event = JSON.readTree(each);
            JsonNode block = event.path("content_block");
            text.append(
                    block.path("type").asString("").equals("text")
                            ? block.path("text").asString("")
                            : "");
            JsonNode delta = event.path("delta");
            text.append(
                    delta.path("type").asString("").equals("text_delta")
                            ? delta.path("text").asString("")
                            : "");
        }
        return text.toString();
    }

    private static String textOfChunks(Recording recording) {
        StringBuilder text = new StringBuilder();
        for (String each : recording.data()) {
            JsonNode content = JSON.readTree(each).at("/choices/0/delta/content");
            text.append(content.asString(""));
            content.forEach(part -> text.append(part.path("text").asString("")));
        }
        return text.toString();
    }

    private static String blocks(Reply reply, String member) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : StreamedMessage.content(Speech.events(reply.body()))) {
            text.append(block.path(member).asString(""));
        }
        return text.toString();
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    private static final int OF_ANTHROPIC_READABLE = 11;
    private static final int OF_OPENAI = 16;
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

    private static AnthropicClient anthropic;

    @BeforeAll
    static void start() {
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(STAGE.gateway().baseUrl().replaceFirst("/v1$", ""))
                .apiKey(STAGE.policy().gatewayKey("agent"))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterAll
    static void stop() {
        anthropic.close();
    }

    /** Reads a stream with Anthropic's own client: each event, and what they come to, is what its models demand. */
    private static Message translated(String model) {
        return read(model, RawMessageStreamEvent::validate).validate();
    }

    private static Message read(String model, UnaryOperator<RawMessageStreamEvent> check) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = anthropic
                .messages()
                .createStreaming(MessageCreateParams.builder()
                        .model(model)
                        .maxTokens(9)
                        .addUserMessage("hi")
                        .build())) {
            stream.stream().forEach(event -> accumulator.accumulate(check.apply(event)));
        }
        return accumulator.message();
    }

    private record Recording(Path file, List<String> data) {

        /** Returns whether all of one of Anthropic's blocks have an end: else no client can say what they hold. */
        boolean isWhole() {
            return having("content_block_start") == having("content_block_stop");
        }

        /** Returns whether Anthropic's client can put it together: not what Anthropic runs, nor two beginnings. */
        boolean isReadable() {
            return isWhole()
                    && having("message_start") == 1
                    && events().stream()
                            .map(event -> event.at("/content_block/type").asString("text"))
                            .allMatch(Set.of("text", "thinking", "redacted_thinking", "tool_use")::contains);
        }

        private long having(String type) {
            return events().stream()
                    .filter(event -> event.path("type").asString("").equals(type))
                    .count();
        }

        List<JsonNode> events() {
            return data.stream().map(JSON::readTree).toList();
        }

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
        int readable = 0;
        for (Recording recording : recordings) {
            String wire = recording.data().stream()
                    .map(each -> "event: " + JSON.readTree(each).path("type").asString() + "\ndata: " + each + "\n\n")
                    .collect(Collectors.joining());
            long seed = answers("claude", "sk-c1", wire);

            Reply passed = STAGE.client().messages(ask("claude"));
            Reply said = STAGE.client().chat(chat("claude"));

            assertThat(passed.body()).as("%s, seed %s", recording.file(), seed).isEqualTo(wire);
            assertThat(recording.isWhole()).isNotEqualTo(recording.file().endsWith("spliced-message-start.chunks.txt"));
            if (recording.isWhole()) {
                assertThat(Said.ofChat(Speech.events(said.body())))
                        .as("%s, seed %s", recording.file(), seed)
                        .isEqualTo(Said.ofMessages(recording.events()));
            }
            if (recording.isReadable()) {
                readable++;
                assertThat(Said.of(read("claude", event -> event)))
                        .as("%s, seed %s", recording.file(), seed)
                        .isEqualTo(Said.ofMessages(recording.events()));
            }
            assertThat(said.body()).as("%s, seed %s", recording.file(), seed).endsWith("data: [DONE]\n\n");
        }
        assertThat(readable).isGreaterThanOrEqualTo(OF_ANTHROPIC_READABLE);
    }

    @Test
    void openAisStreamsPassAsTheyAreAndAreSaidInAnthropicsWords() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (String folder : List.of("azure", "deepseek", "groq", "mistral", "openai/src/chat", "perplexity", "xai")) {
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

            Reply passed = STAGE.client().chat(chat("gpt"));

            assertThat(passed.body()).as("%s, seed %s", recording.file(), seed).isEqualTo(wire);
            assertThat(Said.of(translated("gpt")))
                    .as("%s, seed %s", recording.file(), seed)
                    .isEqualTo(Said.ofChat(recording.events()));
        }
    }

    @Test
    void bedrocksStreamsAreSaidInBothWords() throws IOException {
        List<Recording> recordings = recordings("amazon-bedrock", "none of them goes on");
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(OF_BEDROCK);
        for (Recording recording : recordings) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            for (JsonNode each : recording.events()) {
                Map.Entry<String, JsonNode> event = each.properties().iterator().next();
                wire.writeBytes(
                        BedrockAnswers.event(event.getKey(), event.getValue().toString()));
            }
            long seed = answers("bedrock", "sk-b1", "application/vnd.amazon.eventstream", wire.toByteArray());

            Reply chat = STAGE.client().chat(chat("bedrock"));

            Said recorded = Said.ofConverse(recording.events());
            assertThat(Said.ofChat(Speech.events(chat.body())))
                    .as("%s, seed %s", recording.file(), seed)
                    .isEqualTo(recorded);
            assertThat(chat.body()).as("%s, seed %s", recording.file(), seed).endsWith("data: [DONE]\n\n");
            assertThat(Said.of(translated("bedrock")))
                    .as("%s, seed %s", recording.file(), seed)
                    .isEqualTo(recorded);
        }
    }

    private static String chat(String model) {
        return Client.streamOf(model).replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");
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
}

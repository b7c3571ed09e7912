package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation of ten turns with images, documents, tools, thoughts and structured output, held by a client of each dialect
 * with a provider of each: every body that arrives, and every answer, is compared with the one in {@code
 * conversations/expected}. {@code -Dbyok.conversations.write=true} writes those anew, to be read by somebody before they are
 * committed.
 */
@ExtendWith(LeakWatch.class)
class ConversationE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final boolean WRITE = Boolean.getBoolean("byok.conversations.write");
    private static final int TURNS = 10;

    /** Who is asked, and in which model's name. */
    private enum Provider {
        OPENAI("openai", "gpt", "sk-o1"),
        ANTHROPIC("anthropic", "claude", "sk-a1"),
        BEDROCK("bedrock", "bedrock", "sk-b1");

        private final String folder;
        private final String model;
        private final String key;

        Provider(String folder, String model, String key) {
            this.folder = folder;
            this.model = model;
            this.key = key;
        }

        private FakeProvider.Behaviour telling(JsonNode answer) {
            return switch (this) {
                case OPENAI -> streamed(NativeStreams.openai(answer), answer);
                case ANTHROPIC -> streamed(NativeStreams.anthropic(answer), answer);
                case BEDROCK ->
                    (call, response) -> call.path().endsWith("/converse-stream")
                            ? BedrockAnswers.events(Flux.fromIterable(NativeStreams.bedrock(answer)))
                                    .answer(call, response)
                            : Answers.json(response.header("x-amzn-requestid", "r-1"), 200, answer.toString());
            };
        }

        private static FakeProvider.Behaviour streamed(List<String> events, JsonNode answer) {
            return (call, response) -> call.streamed()
                    ? FakeProvider.stream(response, Flux.fromIterable(events))
                    : Answers.json(response, 200, answer.toString());
        }
    }

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("openai")
            .provider("anthropic", "anthropic", "/v1", "", List.of("anthropic"))
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .policy(policy -> policy.model("gpt", "", "openai/gpt-5.2")
                    .model("claude", "", "anthropic/claude-sonnet-4-5")
                    .model("bedrock", "", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0")
                    .prioritized("openai", "o1")
                    .prioritized("anthropic", "a1")
                    .prioritized("bedrock", "b1"));

    private static Stream<Arguments> pairs() {
        return Stream.of(Speech.values()).flatMap(speech -> Stream.of(Provider.values())
                .flatMap(provider -> Stream.of(false, true).map(streamed -> Arguments.of(speech, provider, streamed))));
    }

    @ParameterizedTest(name = "{0} at {1}, streamed {2}")
    @MethodSource("pairs")
    void everyTurnArrivesAndComesBackAsExpected(Speech speech, Provider provider, boolean streamed) {
        FakeProvider upstream = upstream(provider);
        ArrayNode messages = JSON.createArrayNode();
        ArrayNode answers = JSON.createArrayNode();
        JsonNode kept = JSON.createObjectNode();

        for (JsonNode turn : Recordings.turns(speech.folder())) {
            for (JsonNode message : turn.path("say")) {
                messages.add(answering(message, speech, kept));
            }
            ObjectNode body = (ObjectNode) turn.path("ask").deepCopy();
            body.put("model", provider.model).set("messages", messages.deepCopy());
            if (streamed) {
                body.put("stream", true);
            }
            Reply reply = STAGE.client()
                    .send(STAGE.client()
                            .request(speech.path())
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build());
            assertThat(reply.status())
                    .as("turn %s: %s", answers.size() + 1, reply.body())
                    .isEqualTo(200);
            kept = streamed ? speech.keptOf(Speech.events(reply.body())) : speech.keptOf(reply.json());
            messages.add(kept);
            answers.add(streamed ? kept : whole(reply.json()));
        }

        String pair = speech.folder() + "-" + provider.folder;
        compare(pair + "-asked.json", asked(upstream.calls()));
        compare(pair + (streamed ? "-streamed" : "") + "-answered.json", answers);
    }

    private static FakeProvider upstream(Provider provider) {
        AtomicInteger turn = new AtomicInteger();
        JsonNode answers = Recordings.answers(provider.folder);
        FakeProvider upstream = STAGE.upstream(provider.folder);
        upstream.on(provider.key, (call, response) -> provider.telling(answers.path(turn.getAndIncrement()))
                .answer(call, response));
        return upstream;
    }

    /** Fills in the ids of the calls that it answers. */
    private static JsonNode answering(JsonNode message, Speech speech, JsonNode kept) {
        String text = message.toString();
        for (int number = 0; number < 2; number++) {
            text = text.replace("\"$" + number + "\"", "\"" + speech.callOf(kept, number) + "\"");
        }
        return JSON.readTree(text);
    }

    /** The time of an answer is the gateway's own. */
    private static JsonNode whole(JsonNode answer) {
        ObjectNode same = (ObjectNode) answer.deepCopy();
        if (same.path("created").asLong() > 1_790_000_000 + TURNS) {
            same.put("created", 0);
        }
        return same;
    }

    /** Each request's own words but for the wish to have it streamed, and the conversation of the last one, with which those before it began. */
    private static ObjectNode asked(List<FakeProvider.Call> calls) {
        assertThat(calls).hasSize(TURNS);
        List<ObjectNode> bodies = new ArrayList<>();
        calls.forEach(call -> bodies.add((ObjectNode) JSON.readTree(call.body())));
        JsonNode whole = bodies.get(TURNS - 1).get("messages");
        ObjectNode asked = JSON.createObjectNode();
        ArrayNode turns = asked.putArray("turns");
        for (ObjectNode body : bodies) {
            JsonNode messages = body.remove("messages");
            body.remove(List.of("stream", "stream_options"));
            for (int i = 0; i < messages.size(); i++) {
                assertThat(messages.get(i))
                        .as("message %s of turn %s", i, turns.size() + 1)
                        .isEqualTo(whole.path(i));
            }
            turns.add(body.put("messages", messages.size()));
        }
        asked.set("conversation", whole);
        return asked;
    }

    private static void compare(String file, JsonNode found) {
        Path path = Recordings.FOLDER.resolve("expected").resolve(file);
        if (WRITE) {
            try {
                Files.writeString(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(found) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        // Read again, since a number that was written is of another kind than one that was read.
        assertThat(JSON.readTree(found.toString())).as(file).isEqualTo(Recordings.read("expected/" + file));
    }
}

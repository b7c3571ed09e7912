package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.MergedThoughts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives a stream of Converse's to its reader in pieces, and puts together what comes out. */
final class ConverseFeed {

    static final AnswerForm FORM = new AnswerForm(1_700_000_000, true, "acme/claude", "req-1", false, 0, "");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AnswerStream stream;
    private final StringBuilder forwarded = new StringBuilder();

    ConverseFeed() {
        this(FORM);
    }

    ConverseFeed(AnswerForm form) {
        this.stream = new BedrockConverse().stream(form);
    }

    AnswerStream stream() {
        return stream;
    }

    ConverseFeed give(byte[]... messages) {
        for (byte[] bytes : messages) {
            keep(stream.accept(Unpooled.directBuffer(Math.max(bytes.length, 1)).writeBytes(bytes)));
        }
        return this;
    }

    ConverseFeed end() {
        keep(stream.end());
        stream.release();
        return this;
    }

    private void keep(@Nullable ByteBuf bytes) {
        if (bytes != null) {
            forwarded.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
    }

    String forwarded() {
        return forwarded.toString();
    }

    /** Returns what came of a whole stream in random pieces. */
    static ConverseFeed random(byte[] wire, Random random) {
        ConverseFeed feed = new ConverseFeed();
        int at = 0;
        while (at < wire.length) {
            int to = Math.min(wire.length, at + 1 + random.nextInt(random.nextBoolean() ? 7 : 700));
            feed.give(Arrays.copyOfRange(wire, at, to));
            at = to;
        }
        return feed.end();
    }

    /** Returns recorded events, each an object of one member, as they go over the wire. */
    static byte[] wire(List<String> recorded) {
        return EventStreams.joined(recorded.stream()
                .map(line -> JSON.readTree(line).properties().iterator().next())
                .map(event -> EventStreams.event(event.getKey(), JSON.writeValueAsString(event.getValue())))
                .toArray(byte[][]::new));
    }

    boolean done() {
        return forwarded().endsWith("data: [DONE]\n\n");
    }

    List<JsonNode> chunks() {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : forwarded().split("\n\n", -1)) {
            if (event.startsWith("data: ") && !event.equals("data: [DONE]")) {
                chunks.add(JSON.readTree(event.substring(6)));
            }
        }
        return chunks;
    }

    /** An answer as a client puts it together. */
    record Answer(
            String content, String reasoning, List<String> blocks, Map<Integer, String> calls, List<String> finishes) {}

    /** Puts it together, and looks whether every chunk has the form that OpenAI's description demands. */
    Answer answer() {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        MergedThoughts thoughts = new MergedThoughts();
        Map<Integer, String> calls = new TreeMap<>();
        List<String> finishes = new ArrayList<>();
        for (JsonNode chunk : chunks()) {
            assertThat(chunk.path("id").asString()).isEqualTo("req-1");
            assertThat(chunk.path("model").asString()).isEqualTo("acme/claude");
            assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("created").isIntegralNumber()).isTrue();
            assertThat(chunk.path("choices").isArray()).isTrue();
            for (JsonNode choice : chunk.path("choices")) {
                JsonNode delta = choice.path("delta");
                content.append(delta.path("content").asString(""));
                reasoning.append(delta.path("reasoning_content").asString(""));
                thoughts.add(delta.path("thinking_blocks"));
                for (JsonNode call : delta.path("tool_calls")) {
                    JsonNode function = call.path("function");
                    String head = call.has("id")
                            ? call.path("id").asString() + " "
                                    + function.path("name").asString() + " "
                            : "";
                    calls.merge(
                            call.path("index").asInt(),
                            head + function.path("arguments").asString(""),
                            String::concat);
                }
                if (!choice.path("finish_reason").isNull()) {
                    finishes.add(choice.path("finish_reason").asString());
                }
            }
        }
        return new Answer(content.toString(), reasoning.toString(), thoughts.blocks(), calls, finishes);
    }
}

package dev.byok.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.MergedThoughts;
import dev.byok.dialect.Usage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives a stream of Anthropic's to its reader in pieces, and puts together what comes out. */
final class AnthropicFeed {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DONE = "[DONE]";

    private final AnswerStream stream;
    private final StringBuilder forwarded = new StringBuilder();

    AnthropicFeed(boolean usage) {
        this.stream = new AnthropicMessages().stream(new AnswerForm(1_700_000_000, usage));
    }

    AnswerStream stream() {
        return stream;
    }

    AnthropicFeed give(String text) {
        return give(text.getBytes(StandardCharsets.UTF_8));
    }

    AnthropicFeed give(byte[] bytes) {
        keep(stream.accept(Unpooled.directBuffer(Math.max(bytes.length, 1)).writeBytes(bytes)));
        return this;
    }

    AnthropicFeed end() {
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

    /** Returns what came of a whole stream. */
    static AnthropicFeed whole(String wire, boolean usage) {
        return new AnthropicFeed(usage).give(wire).end();
    }

    /** Returns what came of a whole stream in random pieces. */
    static AnthropicFeed random(String wire, boolean usage, Random random) {
        AnthropicFeed feed = new AnthropicFeed(usage);
        byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 7 : 700));
            feed.give(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return feed.end();
    }

    /** Returns the events as they go over the wire. */
    static String wire(List<String> data) {
        return data.stream()
                .map(each -> "event: " + JSON.readTree(each).path("type").asString() + "\ndata: " + each + "\n\n")
                .collect(Collectors.joining());
    }

    List<JsonNode> chunks() {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : forwarded().split("\n\n", -1)) {
            if (event.startsWith("data: ") && !event.equals("data: " + DONE)) {
                chunks.add(JSON.readTree(event.substring(6)));
            }
        }
        return chunks;
    }

    boolean done() {
        return forwarded().endsWith("data: [DONE]\n\n");
    }

    /** An answer as a client puts it together. */
    record Answer(
            String id,
            String model,
            String content,
            String reasoning,
            List<String> thoughts,
            Map<Integer, String> calls,
            @Nullable String finish,
            @Nullable Usage usage) {}

    /** Puts it together, and looks whether every chunk has the form that OpenAI's description demands. */
    Answer answer() {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        MergedThoughts thoughts = new MergedThoughts();
        Map<Integer, String> calls = new TreeMap<>();
        String finish = null;
        String id = "";
        String model = "";
        for (JsonNode chunk : chunks()) {
            assertForm(chunk);
            id = chunk.path("id").asString();
            model = chunk.path("model").asString();
            for (JsonNode choice : chunk.path("choices")) {
                JsonNode delta = choice.path("delta");
                content.append(delta.path("content").asString(""));
                reasoning.append(delta.path("reasoning_content").asString(""));
                thoughts.add(delta.path("thinking_blocks"));
                for (JsonNode call : delta.path("tool_calls")) {
                    JsonNode function = call.path("function");
                    String part = call.has("id")
                            ? call.path("id").asString() + " "
                                    + function.path("name").asString() + " "
                            : "";
                    calls.merge(
                            call.path("index").asInt(),
                            part + function.path("arguments").asString(""),
                            String::concat);
                }
                finish = choice.path("finish_reason").asString(finish);
            }
        }
        return new Answer(
                id, model, content.toString(), reasoning.toString(), thoughts.blocks(), calls, finish, stream.usage());
    }

    private static void assertForm(JsonNode chunk) {
        assertThat(chunk.path("id").isString()).isTrue();
        assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk");
        assertThat(chunk.path("created").isIntegralNumber()).isTrue();
        assertThat(chunk.path("model").isString()).isTrue();
        assertThat(chunk.path("choices").isArray()).isTrue();
        for (JsonNode choice : chunk.path("choices")) {
            assertThat(choice.path("index").asInt(-1)).isZero();
            assertThat(choice.path("delta").isObject()).isTrue();
            assertThat(choice.has("finish_reason")).isTrue();
            if (!choice.path("finish_reason").isNull()) {
                assertThat(choice.path("finish_reason").asString())
                        .isIn("stop", "length", "tool_calls", "content_filter");
            }
        }
    }
}

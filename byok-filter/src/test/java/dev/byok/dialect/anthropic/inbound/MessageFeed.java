package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives a stream to its reader in pieces, and puts together what a client of Anthropic's makes of what comes out. */
final class MessageFeed {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final AnswerStream stream;
    private final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();

    MessageFeed(AnswerStream stream) {
        this.stream = stream;
    }

    AnswerStream stream() {
        return stream;
    }

    static MessageFeed whole(AnswerStream stream, String wire) {
        return new MessageFeed(stream).give(wire).end();
    }

    static MessageFeed random(AnswerStream stream, String wire, Random random) {
        MessageFeed feed = new MessageFeed(stream);
        byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 7 : 700));
            feed.give(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return feed.end();
    }

    MessageFeed give(String text) {
        return give(text.getBytes(StandardCharsets.UTF_8));
    }

    private MessageFeed give(byte[] bytes) {
        keep(stream.accept(allocator.directBuffer(Math.max(bytes.length, 1)).writeBytes(bytes)));
        return this;
    }

    MessageFeed end() {
        keep(stream.end());
        stream.release();
        assertThat(allocator.metric().usedDirectMemory()).as("not freed").isZero();
        return this;
    }

    private void keep(@Nullable ByteBuf bytes) {
        if (bytes != null) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            bytes.release();
            forwarded.writeBytes(copy);
        }
    }

    String forwarded() {
        return forwarded.toString(StandardCharsets.UTF_8);
    }

    List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        for (String event : forwarded().split("\n\n", -1)) {
            int data = event.indexOf("data: ");
            if (data >= 0) {
                JsonNode json = JSON.readTree(event.substring(data + 6));
                assertThat(event).startsWith("event: " + json.path("type").asString() + "\n");
                events.add(json);
            }
        }
        return events;
    }

    /**
     * An answer as a client puts it together.
     *
     * @param blocks each as its type and what it says
     */
    record Message(String id, String model, List<String> blocks, String stopReason, JsonNode usage) {}

    /** Puts a whole answer together, and looks whether its events come in the order that Anthropic describes. */
    Message message() {
        List<JsonNode> events = events();
        JsonNode start = events.get(0);
        assertThat(start.path("type").asString()).isEqualTo("message_start");
        assertThat(start.at("/message/content").isArray()).isTrue();
        assertThat(start.at("/message/usage/input_tokens").isNumber()).isTrue();
        assertThat(events.get(events.size() - 1).path("type").asString()).isEqualTo("message_stop");
        List<String> blocks = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        boolean isOpen = false;
        JsonNode end = JSON.nullNode();
        for (JsonNode event : events.subList(1, events.size() - 1)) {
            int index = event.path("index").asInt(-1);
            switch (event.path("type").asString()) {
                case "content_block_start" -> {
                    assertThat(isOpen).isFalse();
                    assertThat(index).isEqualTo(blocks.size());
                    JsonNode block = event.path("content_block");
                    isOpen = true;
                    open = new StringBuilder(block.path("type").asString()).append(": ");
                    open.append(block.path("text").asString(""))
                            .append(block.path("thinking").asString(""))
                            .append(block.path("data").asString(""));
                    if (block.has("input")) {
                        open.append(block.path("id").asString())
                                .append(' ')
                                .append(block.path("name").asString())
                                .append(' ');
                    }
                }
                case "content_block_delta" -> {
                    assertThat(isOpen).isTrue();
                    assertThat(index).isEqualTo(blocks.size());
                    JsonNode delta = event.path("delta");
                    open.append(delta.path("text").asString(""))
                            .append(delta.path("thinking").asString(""))
                            .append(delta.path("partial_json").asString(""));
                    if (delta.has("signature")) {
                        open.append(" signed ").append(delta.path("signature").asString());
                    }
                }
                case "content_block_stop" -> {
                    assertThat(isOpen).isTrue();
                    assertThat(index).isEqualTo(blocks.size());
                    blocks.add(open.toString());
                    isOpen = false;
                }
                case "message_delta" -> {
                    assertThat(isOpen).isFalse();
                    assertThat(end.isNull()).isTrue();
                    end = event;
                }
                default -> assertThat(event.path("type").asString()).isEqualTo("ping");
            }
        }
        assertThat(end.isNull()).isFalse();
        return new Message(
                start.at("/message/id").asString(),
                start.at("/message/model").asString(),
                blocks,
                end.at("/delta/stop_reason").asString(),
                end.path("usage"));
    }
}

package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** What Amazon Bedrock answers, in the shapes and the framing of its own API. */
final class BedrockAnswers {

    private BedrockAnswers() {}

    /** A whole or streamed answer with this text, as the path asks. */
    static Behaviour ok(String text) {
        return (call, response) -> call.path().endsWith("/converse-stream")
                ? stream(response, Flux.fromIterable(events(text)))
                : Answers.json(response.header("x-amzn-requestid", "req-b"), 200, message(text));
    }

    static Behaviour error(int status, String type, String message) {
        return Answers.status(
                status,
                "{\"message\":\"" + message + "\"}",
                "x-amzn-errortype",
                type + ":http://internal.amazon.com/coral/com.amazon.bedrock/");
    }

    /** A stream as it is given, and what follows it. */
    static Behaviour events(Flux<byte[]> events) {
        return (call, response) -> stream(response, events);
    }

    private static Publisher<Void> stream(HttpServerResponse response, Flux<byte[]> events) {
        return response.status(200)
                .header("content-type", "application/vnd.amazon.eventstream")
                .header("x-amzn-requestid", "req-b")
                .sendGroups(events.map(event -> Mono.just(Unpooled.wrappedBuffer(event))));
    }

    static String message(String text) {
        return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"" + text
                + "\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":5,\"outputTokens\":7,"
                + "\"totalTokens\":12,\"cacheReadInputTokens\":2},\"metrics\":{\"latencyMs\":3}}";
    }

    static List<byte[]> events(String text) {
        List<byte[]> events = new ArrayList<>();
        events.add(start());
        for (String word : text.split("(?<= )", -1)) {
            events.add(text(word));
        }
        events.add(event("contentBlockStop", "{\"contentBlockIndex\":0,\"p\":\"ab\"}"));
        events.add(event("messageStop", "{\"stopReason\":\"end_turn\",\"p\":\"abcd\"}"));
        events.add(
                event(
                        "metadata",
                        "{\"usage\":{\"inputTokens\":5,\"outputTokens\":7,\"totalTokens\":12,\"cacheReadInputTokens\":2},\"metrics\":{\"latencyMs\":3}}"));
        return events;
    }

    static byte[] start() {
        return event("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}");
    }

    static byte[] text(String text) {
        return event(
                "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"},\"p\":\"a\"}");
    }

    static byte[] event(String type, String payload) {
        return frame(payload, ":event-type", type, ":content-type", "application/json", ":message-type", "event");
    }

    static byte[] exception(String type, String message) {
        return frame(
                "{\"message\":\"" + message + "\"}",
                ":exception-type",
                type,
                ":content-type",
                "application/json",
                ":message-type",
                "exception");
    }

    /** The beginning of a message that says that its payload is this long, in bytes. */
    static byte[] beginningOf(int payload) {
        byte[] prelude = ByteBuffer.allocate(12).putInt(16 + payload).putInt(0).array();
        return ByteBuffer.wrap(prelude).putInt(8, crc(prelude, 8)).array();
    }

    private static byte[] frame(String payload, String... headers) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int i = 0; i < headers.length; i += 2) {
            byte[] name = headers[i].getBytes(StandardCharsets.UTF_8);
            byte[] value = headers[i + 1].getBytes(StandardCharsets.UTF_8);
            written.write(name.length);
            written.writeBytes(name);
            written.write(7);
            written.write(value.length >> 8);
            written.write(value.length);
            written.writeBytes(value);
        }
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        int total = 16 + written.size() + body.length;
        ByteBuffer frame = ByteBuffer.allocate(total).putInt(total).putInt(written.size());
        frame.putInt(crc(frame.array(), 8)).put(written.toByteArray()).put(body);
        return frame.putInt(crc(frame.array(), total - 4)).array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}

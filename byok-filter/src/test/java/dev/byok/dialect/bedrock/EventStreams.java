package dev.byok.dialect.bedrock;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes messages of AWS's event streams, for tests. */
final class EventStreams {

    private EventStreams() {}

    static byte[] event(String type, String payload) {
        return message(payload, ":message-type", "event", ":event-type", type, ":content-type", "application/json");
    }

    static byte[] exception(String type, String payload) {
        return message(
                payload, ":message-type", "exception", ":exception-type", type, ":content-type", "application/json");
    }

    static byte[] error(String code, String message) {
        return message("", ":message-type", "error", ":error-code", code, ":error-message", message);
    }

    /** @param headers names and values in turn, all of them texts */
    static byte[] message(String payload, String... headers) {
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
        ByteBuffer message = ByteBuffer.allocate(total);
        message.putInt(total).putInt(written.size());
        message.putInt(crc(message.array(), 8));
        message.put(written.toByteArray()).put(body);
        message.putInt(crc(message.array(), total - 4));
        return message.array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    static byte[] joined(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }
}

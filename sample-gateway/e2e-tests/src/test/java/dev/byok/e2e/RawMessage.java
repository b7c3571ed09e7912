package dev.byok.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 message byte for byte as it came over the wire, one character a byte. */
record RawMessage(String head, String body) {

    private static final String END_OF_HEAD = "\r\n\r\n";

    /** Reads one message; null at the end of the connection. */
    static @Nullable RawMessage read(InputStream in) throws IOException {
        String head = head(in);
        if (head.isEmpty()) {
            return null;
        }
        RawMessage message = new RawMessage(head, "");
        String length = message.header("content-length");
        if (length != null) {
            return new RawMessage(head, text(in.readNBytes(Integer.parseInt(length))));
        }
        return "chunked".equals(message.header("transfer-encoding")) ? new RawMessage(head, chunks(in)) : message;
    }

    /** Returns the first header of this name; null if there is none. */
    @Nullable
    String header(String name) {
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).trim();
            }
        }
        return null;
    }

    /** Returns how many headers have this name. */
    long count(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .count();
    }

    String startLine() {
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** Returns all of it but the header that tells the time. */
    String withoutDate() {
        return head.replaceAll("(?i)\r\ndate:[^\r]*", "") + body;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD, Math.max(0, head.length() - END_OF_HEAD.length())) < 0) {
            int next = in.read();
            if (next < 0) {
                if (head.isEmpty()) {
                    return "";
                }
                throw new EOFException("in the middle of a message's head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        int size;
        do {
            String line = line(in);
            size = Integer.parseInt(line.trim(), 16);
            body.append(line).append(text(in.readNBytes(size))).append(line(in));
        } while (size > 0);
        return body.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new EOFException("in the middle of a chunked body");
            }
            line.write(next);
        } while (next != '\n');
        return text(line.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

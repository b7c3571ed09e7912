package dev.byok.request;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation is told by where its requests do not name it: what Anthropic has as the system's words, its first system
 * (or developer) message and the first one that is neither, which every later request of it begins with. Only of bodies that a {@link BodyScanner} found to be
 * whole.
 */
public final class Opening {

    /** So many bytes of a message count, and its length: a prompt of any size costs no more than this. */
    static final int MOST = 4096;

    private static final List<String> SYSTEM = List.of("system", "developer");

    private final JsonCursor json;
    private final Values values;
    private final ByteBuf messages;
    private final MessageDigest digest = sha256();
    private boolean systemSeen;

    private Opening(ByteBuf messages) {
        this.messages = messages;
        this.json = new JsonCursor(messages);
        this.values = new Values(json);
    }

    /**
     * Returns a hash of these messages, of which nothing can be told; null where the body has none but system messages.
     *
     * @param facts of this very body
     */
    public static @Nullable String of(ByteBuf body, BodyFacts facts) {
        BodyFacts.Marks marks = facts.marks();
        int from = marks.messagesFrom();
        int length = marks.messagesTo() - from;
        if (length == 0) {
            return null;
        }
        Opening opening = new Opening(body.slice(body.readerIndex() + from, length));
        Span system = marks.system();
        if (system != null) {
            opening.add(body, body.readerIndex() + system.from(), system.to() - system.from());
        }
        return opening.read();
    }

    private @Nullable String read() {
        if (json.peek() != '[') {
            return null;
        }
        json.enterArray();
        while (json.nextElement()) {
            if (json.peek() != '{') {
                return null;
            }
            int from = json.offset();
            boolean system = isSystem();
            if (!system || !systemSeen) {
                add(messages, messages.readerIndex() + from, json.offset() - from);
            }
            if (!system) {
                return HexFormat.of().formatHex(digest.digest());
            }
            systemSeen = true;
        }
        return null;
    }

    private boolean isSystem() {
        boolean system = false;
        json.enterObject();
        while (json.nextMember()) {
            if (json.textIs("role")) {
                system = values.wordOrNull(SYSTEM) != null;
            } else {
                json.skipValue();
            }
        }
        return system;
    }

    private void add(ByteBuf bytes, int from, int length) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
        for (ByteBuffer piece : bytes.nioBuffers(from, Math.min(length, MOST))) {
            digest.update(piece);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

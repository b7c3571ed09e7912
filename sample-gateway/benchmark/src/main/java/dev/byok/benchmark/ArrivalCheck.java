package dev.byok.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at every request that arrives upstream: its credential and its whole body, by length and CRC-32C. A body not seen
 * before is compared byte for byte; of a stream's, in which the gateway asks for usage as well, the JSON is compared.
 * Requests come from one thread, the counters may be read from any.
 */
final class ArrivalCheck {

    private static final JsonMapper JSON = new JsonMapper();

    private final String authorization;
    private final boolean rewritten;
    private final Map<Long, Boolean> seen = new HashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile @Nullable String firstProblem;

    /**
     * @param credential the bearer token each request must carry
     * @param rewritten whether the body must name the provider's model
     */
    ArrivalCheck(String credential, boolean rewritten) {
        this.authorization = "Bearer " + credential;
        this.rewritten = rewritten;
    }

    long total() {
        return total.get();
    }

    long wrong() {
        return wrong.get();
    }

    /** Returns what was wrong first, without content; null if nothing was. */
    @Nullable
    String firstProblem() {
        return firstProblem;
    }

    /** Counts one request; the body stays the caller's. */
    void arrived(@Nullable String credential, ByteBuf body) {
        total.incrementAndGet();
        if (!authorization.equals(credential)) {
            complain("a request carried another credential than it had to");
        } else if (!seen.computeIfAbsent(fingerprint(body), unseen -> isExpected(body))) {
            complain("a body of " + body.readableBytes() + " bytes is not what had to arrive");
        }
    }

    private void complain(String problem) {
        if (wrong.getAndIncrement() == 0) {
            firstProblem = problem;
        }
    }

    private static long fingerprint(ByteBuf body) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer piece : body.nioBuffers()) {
            crc.update(piece);
        }
        return ((long) body.readableBytes() << Integer.SIZE) | crc.getValue();
    }

    private boolean isExpected(ByteBuf body) {
        byte[] bytes = ByteBufUtil.getBytes(body);
        for (Load load : Load.values()) {
            byte[] expected = rewritten ? ChatBodies.rewritten(load) : ChatBodies.sent(load);
            boolean asksForUsage = rewritten && load.streamed();
            if (asksForUsage ? isSameButAsksForUsage(bytes, expected) : Arrays.equals(bytes, expected)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSameButAsksForUsage(byte[] bytes, byte[] expected) {
        ObjectNode wanted = (ObjectNode) JSON.readTree(expected);
        wanted.putObject("stream_options").put("include_usage", true);
        try {
            JsonNode arrived = JSON.readTree(bytes);
            return arrived.equals(wanted);
        } catch (JacksonException notJson) {
            return false;
        }
    }
}

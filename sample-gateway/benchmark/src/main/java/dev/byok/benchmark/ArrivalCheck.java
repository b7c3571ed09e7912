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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at every request of one load that arrives upstream: its credential and its whole body, by length and CRC-32C. A
 * body not seen before is compared byte for byte; where its JSON is written anew, as for a stream whose usage is asked for,
 * that is compared. Requests come from one thread, the counters may be read from any.
 */
final class ArrivalCheck {

    private static final JsonMapper JSON = new JsonMapper();

    private final Variant variant;
    private final Load load;
    private final String authorization;
    private final @Nullable String refused;
    private final Map<Long, Boolean> seen = new HashMap<>();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile String firstProblem = "none";

    ArrivalCheck(Variant variant, Load load, Keys keys) {
        this.variant = variant;
        this.load = load;
        String credential = variant.rewrites() ? keys.provider() : keys.caller();
        this.authorization = variant.rewrites() && load.translated() ? credential : "Bearer " + credential;
        this.refused = variant.rewrites() && load.failsOver() ? "Bearer " + keys.limited() : null;
    }

    /**
     * Counts one request; the body stays the caller's.
     *
     * @return whether to serve it; false for one to be refused
     */
    boolean arrived(@Nullable String credential, ByteBuf body) {
        boolean refuse = refused != null && refused.equals(credential);
        (refuse ? refusals : served).incrementAndGet();
        if (!refuse && !authorization.equals(credential)) {
            complain("a request carried another credential than it had to");
        } else if (!seen.computeIfAbsent(fingerprint(body), unseen -> isExpected(body))) {
            complain("a body of " + body.readableBytes() + " bytes is not what had to arrive");
        }
        return !refuse;
    }

    Counts counts(long opened, long open) {
        return new Counts(served.get(), refusals.get(), wrong.get(), opened, open, firstProblem);
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
        if (variant.rewrites() && load.translated()) {
            return isSame(bytes, ChatBodies.translated(load));
        }
        byte[] expected = variant.rewrites() ? ChatBodies.rewritten(load) : ChatBodies.sent(load);
        boolean asksForUsage = variant.rewrites() && load.streamed();
        if (asksForUsage || !variant.keepsBytes()) {
            return isSameJson(bytes, expected, asksForUsage);
        }
        return Arrays.equals(bytes, expected);
    }

    private static boolean isSameJson(byte[] bytes, byte[] expected, boolean asksForUsage) {
        ObjectNode wanted = (ObjectNode) JSON.readTree(expected);
        if (asksForUsage) {
            wanted.putObject("stream_options").put("include_usage", true);
        }
        return isSame(bytes, wanted);
    }

    private static boolean isSame(byte[] bytes, ObjectNode wanted) {
        try {
            return JSON.readTree(bytes).equals(wanted);
        } catch (JacksonException notJson) {
            return false;
        }
    }
}

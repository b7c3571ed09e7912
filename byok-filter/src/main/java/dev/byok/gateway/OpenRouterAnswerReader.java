package dev.byok.gateway;

import dev.byok.dialect.OpenRouterAnswers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what another reader passes on, as a client of OpenRouter's takes it. An answer that comes whole is held to its
 * end for it; one that is longer than {@value #MOST} bytes stays as it is.
 */
final class OpenRouterAnswerReader implements AnswerReader {

    static final int MOST = 1024 * 1024;

    private final AnswerReader reader;
    private final boolean streams;
    private final Queue<ByteBuf> held = new ArrayDeque<>(2);
    private int length;

    OpenRouterAnswerReader(AnswerReader reader, boolean streams) {
        this.reader = reader;
        this.streams = streams;
    }

    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        ByteBuf passed = reader.accept(chunk);
        if (passed == null || length > MOST) {
            return passed;
        }
        if (streams) {
            return events(passed);
        }
        length += passed.readableBytes();
        held.add(passed);
        return length > MOST ? joined() : null;
    }

    @Override
    public @Nullable ByteBuf end() {
        ByteBuf rest = reader.end();
        if (streams) {
            return rest == null ? null : events(rest);
        }
        if (rest != null) {
            held.add(rest);
        }
        if (held.isEmpty()) {
            return null;
        }
        ByteBuf whole = joined();
        return length > MOST ? whole : changed(whole, OpenRouterAnswers.whole(ByteBufUtil.getBytes(whole)));
    }

    /** Every reader of streams passes whole events on. */
    private static ByteBuf events(ByteBuf events) {
        return changed(events, OpenRouterAnswers.events(ByteBufUtil.getBytes(events)));
    }

    private static ByteBuf changed(ByteBuf before, byte[] after) {
        ByteBuf changed = before.alloc().directBuffer(after.length).writeBytes(after);
        before.release();
        return changed;
    }

    private ByteBuf joined() {
        ByteBuf joined = Unpooled.wrappedBuffer(held.toArray(ByteBuf[]::new));
        held.clear();
        return joined;
    }

    @Override
    public boolean committed() {
        return reader.committed();
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return reader.errorPayload();
    }

    @Override
    public boolean broken() {
        return reader.broken();
    }

    @Override
    public boolean complete() {
        return reader.complete();
    }

    @Override
    public boolean whole() {
        return reader.whole();
    }

    @Override
    public boolean verified() {
        return reader.verified();
    }

    @Override
    public boolean tooLong() {
        return reader.tooLong();
    }

    @Override
    public long outputs() {
        return reader.outputs();
    }

    @Override
    public long tokens() {
        return reader.tokens();
    }

    @Override
    public void release() {
        reader.release();
        held.forEach(ByteBuf::release);
        held.clear();
    }
}

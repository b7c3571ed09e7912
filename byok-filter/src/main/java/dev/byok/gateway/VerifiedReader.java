package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads an answer that is not to be passed on before it has ended properly, and not at all if it is too long to hold. */
final class VerifiedReader implements AnswerReader {

    private final AnswerReader answer;
    private final int maxBytes;
    private long bytes;
    private boolean ended;

    VerifiedReader(AnswerReader answer, int maxBytes) {
        this.answer = answer;
        this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        bytes += chunk.readableBytes();
        return answer.accept(chunk);
    }

    @Override
    public @Nullable ByteBuf end() {
        ended = true;
        return answer.end();
    }

    /**
     * A stream says itself that it is complete; any other answer is when its connection says so. What could not be shown live
     * is none, however properly it ends: an error, or a stream without any output.
     */
    @Override
    public boolean committed() {
        return !tooLong() && answer.committed() && (answer.complete() || (ended && answer.whole()));
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return answer.errorPayload();
    }

    @Override
    public boolean broken() {
        return answer.broken();
    }

    @Override
    public boolean complete() {
        return answer.complete();
    }

    @Override
    public boolean whole() {
        return answer.whole();
    }

    @Override
    public boolean verified() {
        return true;
    }

    @Override
    public boolean tooLong() {
        return bytes > maxBytes;
    }

    @Override
    public long outputs() {
        return answer.outputs();
    }

    @Override
    public void release() {
        answer.release();
    }
}

package dev.byok.gateway;

import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.Usage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads a stream: its commit point is the first real output. */
final class StreamAnswerReader implements AnswerReader {

    private final AnswerStream stream;

    StreamAnswerReader(AnswerStream stream) {
        this.stream = stream;
    }

    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        return stream.accept(chunk);
    }

    @Override
    public @Nullable ByteBuf end() {
        return stream.end();
    }

    @Override
    public boolean committed() {
        return stream.realOutput();
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return stream.errorPayload();
    }

    @Override
    public boolean broken() {
        return stream.malformedEvents() > 0;
    }

    @Override
    public boolean complete() {
        return stream.complete();
    }

    @Override
    public boolean whole() {
        return stream.complete();
    }

    @Override
    public long outputs() {
        return stream.realOutputs();
    }

    @Override
    public long tokens() {
        Usage usage = stream.usage();
        return usage == null ? 0 : usage.outputTokens();
    }

    @Override
    public boolean pings() {
        return stream.pings();
    }

    @Override
    public @Nullable ByteBuf ping() {
        return stream.ping();
    }

    @Override
    public void release() {
        stream.release();
    }
}

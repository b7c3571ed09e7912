package dev.byok.gateway;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerTranslation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is not streamed and says it in the caller's dialect, which it can when it has all of it. Until then
 * another attempt may still replace it. One that is longer than it may hold makes no sense.
 */
final class TranslatedAnswerReader implements AnswerReader {

    /** A longer answer is given up. */
    static final int MOST = 16 * 1024 * 1024;

    private final AnswerTranslation translation;
    private final AnswerForm form;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(4096);
    private ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    private long length;
    private boolean ended;
    private boolean translated;
    private byte @Nullable [] error;

    TranslatedAnswerReader(AnswerTranslation translation, AnswerForm form) {
        this.translation = translation;
        this.form = form;
    }

    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        try {
            int count = chunk.readableBytes();
            length += count;
            allocator = chunk.alloc();
            if (length <= MOST) {
                byte[] bytes = new byte[count];
                chunk.getBytes(chunk.readerIndex(), bytes);
                held.write(bytes, 0, count);
            }
            return null;
        } finally {
            chunk.release();
        }
    }

    @Override
    public @Nullable ByteBuf end() {
        if (ended) {
            return null;
        }
        ended = true;
        byte[] json = held.toByteArray();
        held.reset();
        if (length > MOST) {
            return null;
        }
        if (translation.isError(json)) {
            error = json;
            return null;
        }
        byte[] said = translation.answer(json, form);
        translated = said != null;
        return said == null ? null : allocator.directBuffer(said.length).writeBytes(said);
    }

    @Override
    public boolean committed() {
        return translated;
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return error;
    }

    @Override
    public boolean broken() {
        return length > MOST || (ended && !translated && error == null);
    }

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public boolean whole() {
        return translated;
    }

    @Override
    public long outputs() {
        return length;
    }

    @Override
    public void release() {
        held.reset();
    }
}

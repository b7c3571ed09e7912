package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A dialect that callers speak, beside OpenAI's chat completions. Those are what all others are translated by: a request
 * becomes a chat completion with whatever more the dialect can say as further members, as in {@code thinking_blocks}, and an
 * {@link UpstreamDialect} makes of that what its provider reads; answers come back the same way. Where the provider speaks
 * the caller's own dialect, bytes pass. Immutable; may be used by any thread. Each has a package of its own.
 */
public interface InboundDialect {

    /**
     * Says a request as a chat completion.
     *
     * @param body an object, without what only a router understands; not changed by it
     */
    ChatRequest chat(JsonTape body);

    /** Returns what reads a stream of a provider that speaks this dialect too: its bytes pass as they are. */
    AnswerStream passing();

    /** As {@link #passing()}, for somebody who only listens and holds back no more than this. */
    AnswerStream listening(int maxEventBytes);

    /** Returns what a whole answer in this dialect says of its usage, JSON in UTF-8; null if it says nothing. */
    @Nullable
    Usage usage(byte[] answer);

    /**
     * Returns how answers are said in this dialect.
     *
     * @param upstream how the provider's answers become chat completions, to be asked for with their usage; null where they
     *     are such
     */
    AnswerTranslation answers(@Nullable AnswerTranslation upstream);

    /**
     * Returns the JSON body of an error; the status is the caller's to set.
     *
     * @param id the request's
     */
    byte[] errorBody(ApiError error, String id);

    /**
     * Returns an event that ends a stream with an error.
     *
     * @return a direct buffer, owned by the caller
     */
    ByteBuf errorEvent(ApiError error, String id);
}

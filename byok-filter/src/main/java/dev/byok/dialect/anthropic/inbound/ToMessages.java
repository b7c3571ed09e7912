package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.AnswerTranslation;
import dev.byok.dialect.WholeAnswer;
import org.jspecify.annotations.Nullable;

/** How chat completions, and whatever becomes such, are said in Anthropic's words. */
final class ToMessages implements AnswerTranslation {

    private final @Nullable AnswerTranslation upstream;

    /** @param upstream makes chat completions of what comes; null where that is such */
    ToMessages(@Nullable AnswerTranslation upstream) {
        this.upstream = upstream;
    }

    @Override
    public AnswerStream stream(AnswerForm form) {
        return new MessageStream(upstream == null ? null : upstream.stream(form));
    }

    @Override
    public byte @Nullable [] answer(byte[] json, AnswerForm form) {
        byte[] chat = upstream == null ? json : upstream.answer(json, form);
        return chat == null ? null : MessageAnswer.translated(chat);
    }

    @Override
    public boolean isError(byte[] json) {
        return upstream == null ? WholeAnswer.isError(json) : upstream.isError(json);
    }
}

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
        return upstream == null
                ? new MessageStream(null, form.provider())
                : new MessageStream(upstream.stream(form), "");
    }

    @Override
    public byte @Nullable [] answer(byte[] json, AnswerForm form) {
        if (upstream == null) {
            return MessageAnswer.translated(json, form.provider());
        }
        byte[] chat = upstream.answer(json, form);
        return chat == null ? null : MessageAnswer.translated(chat, "");
    }

    @Override
    public boolean isError(byte[] json) {
        return upstream == null ? WholeAnswer.isError(json) : upstream.isError(json);
    }
}

package dev.byok.dialect;

import org.jspecify.annotations.Nullable;

/** How answers in a provider's dialect are said in their caller's. Immutable; may be used by any thread. */
public interface AnswerTranslation {

    /** Returns what reads one event stream. */
    AnswerStream stream(AnswerForm form);

    /**
     * Returns a whole answer in the caller's dialect, JSON in UTF-8.
     *
     * @param json as it came
     * @return null if it makes no sense as an answer
     */
    byte @Nullable [] answer(byte[] json, AnswerForm form);

    /** Returns whether a whole answer is an error and nothing else. */
    boolean isError(byte[] json);
}

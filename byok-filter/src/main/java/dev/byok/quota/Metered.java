package dev.byok.quota;

/** What a limit counts. */
public enum Metered {
    REQUESTS,
    /** Those of prompt and answer together. */
    TOKENS,
    PROMPT_TOKENS,
    ANSWER_TOKENS;

    /** Returns how much of it requests take. */
    public long of(Demand demand) {
        return switch (this) {
            case REQUESTS -> demand.requests();
            case TOKENS -> demand.promptTokens() + demand.answerTokens();
            case PROMPT_TOKENS -> demand.promptTokens();
            case ANSWER_TOKENS -> demand.answerTokens();
        };
    }
}

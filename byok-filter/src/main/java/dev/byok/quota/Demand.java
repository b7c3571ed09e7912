package dev.byok.quota;

/**
 * What requests take of a key's limits.
 *
 * @param answerTokens at most; 0 where a request sets no bound
 */
public record Demand(long requests, long promptTokens, long answerTokens) {

    public static final Demand NONE = new Demand(0, 0, 0);

    /** Returns what one request takes. */
    public static Demand ofRequest(long promptTokens, long answerTokens) {
        return new Demand(1, promptTokens, answerTokens);
    }

    public Demand plus(Demand other) {
        return new Demand(
                requests + other.requests, promptTokens + other.promptTokens, answerTokens + other.answerTokens);
    }

    public Demand minus(Demand other) {
        return new Demand(
                requests - other.requests, promptTokens - other.promptTokens, answerTokens - other.answerTokens);
    }
}

package dev.byok.plan;

/**
 * How far a request reaches.
 *
 * @param ownModels how many of its models it names itself: the first ones; those behind them its profile falls back to
 * @param answers how many it wants at once; 0 where it wants none that has tokens, as of embeddings
 * @param askedTokens of each answer at most, by the request's own word; 0 where it says nothing
 */
public record Extent(int ownModels, int answers, int askedTokens) {

    /** Returns that of a request that names its models itself and wants one answer, however long. */
    public static Extent ofModels(int count) {
        return new Extent(count, 1, 0);
    }
}

package dev.byok.policy;

/**
 * By what the endpoints of a model are put in order.
 *
 * @param by what leads
 * @param acrossModels whether the models of a request are merged into one order instead of one after the other
 */
public record Sort(By by, boolean acrossModels) {

    /** What leads. */
    public enum By {
        /** The lowest price. */
        PRICE,
        /** The shortest time to the first output, as measured. */
        LATENCY,
        /** The most tokens per second, as measured. */
        THROUGHPUT
    }
}

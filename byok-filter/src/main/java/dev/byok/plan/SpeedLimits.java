package dev.byok.plan;

import dev.byok.policy.Percentiles;
import dev.byok.speed.Speed;
import org.jspecify.annotations.Nullable;

/** How fast a request likes an endpoint to be. What was not measured is nobody's fault. */
final class SpeedLimits {

    private final @Nullable Percentiles leastThroughput;
    private final @Nullable Percentiles mostLatency;

    SpeedLimits(Preferences.Asked asked) {
        this.leastThroughput = asked.leastThroughput();
        this.mostLatency = asked.mostLatency();
    }

    boolean areSet() {
        return leastThroughput != null || mostLatency != null;
    }

    /** Returns whether all that is known keeps to them. */
    boolean hold(@Nullable Speed speed) {
        return speed == null
                || (holds(leastThroughput, speed.throughput(), -1) && holds(mostLatency, speed.latency(), 1));
    }

    /** @param sign 1 where the limit is the most there may be, -1 where it is the least */
    private static boolean holds(@Nullable Percentiles limit, Speed.@Nullable Figures known, int sign) {
        return limit == null
                || known == null
                || (isWithin(limit.p50(), known.p50(), sign)
                        && isWithin(limit.p75(), known.p75(), sign)
                        && isWithin(limit.p90(), known.p90(), sign)
                        && isWithin(limit.p99(), known.p99(), sign));
    }

    private static boolean isWithin(@Nullable Double limit, double known, int sign) {
        return limit == null || sign * known <= sign * limit;
    }
}

package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * Cutoffs at percentiles of what was measured; all that are given have to hold. Null where nothing is said of one.
 *
 * @param p50 the median
 */
public record Percentiles(
        @Nullable Double p50,
        @Nullable Double p75,
        @Nullable Double p90,
        @Nullable Double p99) {}

package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * A kind of content, and what it demands.
 *
 * @param rank its place among the policy's classes, from open to closed
 * @param guardrails which models and providers may serve it
 */
public record DataClass(String name, int rank, Guardrails guardrails, DataDemand demand, SourceLocation location) {

    /** Returns the more closed of two; null only where there is neither. */
    public static @Nullable DataClass stricter(@Nullable DataClass one, @Nullable DataClass other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.rank > one.rank ? other : one;
    }
}

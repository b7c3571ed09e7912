package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * The most that somebody allows of something.
 *
 * @param location who says so
 */
public record Ceiling<T extends Comparable<T>>(T most, SourceLocation location) {

    /** Returns the lower of two, the first where they are the same; null where there is neither. */
    public static <T extends Comparable<T>> @Nullable Ceiling<T> lower(
            @Nullable Ceiling<T> one, @Nullable Ceiling<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.most.compareTo(one.most) < 0 ? other : one;
    }
}

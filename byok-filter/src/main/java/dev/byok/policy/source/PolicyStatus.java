package dev.byok.policy.source;

import dev.byok.policy.PolicySnapshot;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the policy stands.
 *
 * @param source where it comes from, as in {@code file:/etc/byok}
 * @param policy the one in force; null if there is none
 * @param since when it came into force here; null if there is none
 * @param refusal why the version that the source offers is not in force; null where it is
 * @param refusals how many times a version was refused
 * @param readAt when the source was last read; null if it never was
 * @param unreachableSince since when it cannot be read; null if it can
 */
public record PolicyStatus(
        String source,
        @Nullable PolicySnapshot policy,
        @Nullable Instant since,
        @Nullable Refusal refusal,
        long refusals,
        @Nullable Instant readAt,
        @Nullable Instant unreachableSince) {

    /** Returns the time since the policy in force came into force; null if there is none. */
    public @Nullable Duration age(Instant now) {
        return between(since, now);
    }

    /** Returns the time since the source was last read, else since it was first tried; null if it never was. */
    public @Nullable Duration sourceAge(Instant now) {
        return between(readAt != null ? readAt : unreachableSince, now);
    }

    /** A clock that was set back makes nothing younger than it is. */
    private static @Nullable Duration between(@Nullable Instant then, Instant now) {
        if (then == null) {
            return null;
        }
        Duration age = Duration.between(then, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}

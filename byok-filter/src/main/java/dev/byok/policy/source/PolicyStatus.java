package dev.byok.policy.source;

import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the policy stands.
 *
 * @param source where it comes from, as in {@code file:/etc/byok}
 * @param policy the one in force; null if there is none
 * @param since when it came into force here; null if there is none
 * @param refusal why the version that the source offers is not in force; null where it is
 */
public record PolicyStatus(
        String source,
        @Nullable PolicySnapshot policy,
        @Nullable Instant since,
        @Nullable Refusal refusal) {}

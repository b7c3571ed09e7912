package dev.byok.command.diff;

import dev.byok.command.support.Progress;
import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;

/**
 * What changes for whom.
 *
 * @param at the instant whose plans were compared
 * @param compared how many callers there are on both sides
 * @param loosened what is less strict than it was
 * @param callers those whose plan for any model changes
 * @param otherwise what is left out for another reason, of all callers
 * @param things what is new, gone or said otherwise
 */
record PolicyDiff(
        PolicySnapshot before,
        PolicySnapshot after,
        Instant at,
        int compared,
        List<Loosened> loosened,
        List<CallerChange> callers,
        List<CallerChange> otherwise,
        List<ThingChange> things) {

    /** Compares two policies; plans are those of one instant, with keys healthy and limits far away. */
    static PolicyDiff of(PolicySnapshot before, PolicySnapshot after, Instant at, Progress progress) {
        List<CallerChange> changes = PlanComparison.of(before, after, at, progress);
        return new PolicyDiff(
                before,
                after,
                at,
                (int) PlanComparison.callers(after).keySet().stream()
                        .filter(PlanComparison.callers(before)::containsKey)
                        .count(),
                Strictness.lost(before, after, changes),
                changes.stream().filter(change -> !change.plans().isEmpty()).toList(),
                changes.stream().filter(change -> !change.otherwise().isEmpty()).toList(),
                ThingChange.between(Things.of(before), Things.of(after)));
    }

    /** Returns whether nothing at all is to be told. */
    boolean isEmpty() {
        return loosened.isEmpty() && callers.isEmpty() && otherwise.isEmpty() && things.isEmpty();
    }
}

package dev.byok.command.diff;

import dev.byok.command.support.Progress;
import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

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
        List<CallerPair> pairs = CallerPair.of(before, after, at);
        Renames renames = Renames.among(pairs, before, after);
        List<CallerChange> changes = PlanComparison.of(before, after, at, pairs, progress);
        return new PolicyDiff(
                before,
                after,
                at,
                distinct(pairs.stream().map(pair -> pair.after().qualifiedName())),
                Strictness.lost(before, after, pairs, renames, changes),
                changes.stream().filter(change -> !change.plans().isEmpty()).toList(),
                changes.stream().filter(change -> !change.otherwise().isEmpty()).toList(),
                ThingChange.between(Things.of(before), Things.of(after), renames));
    }

    /** Returns how many callers' plans change; one may stand for several former ones. */
    int changed() {
        return distinct(callers.stream().map(CallerChange::caller));
    }

    private static int distinct(Stream<String> names) {
        return (int) names.distinct().count();
    }

    /** Returns whether nothing at all is to be told. */
    boolean isEmpty() {
        return loosened.isEmpty() && callers.isEmpty() && otherwise.isEmpty() && things.isEmpty();
    }
}

package dev.byok.command.diff;

import dev.byok.health.HealthView;
import dev.byok.health.Standing;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.plan.Narrowing;
import dev.byok.plan.Plan;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.quota.Demand;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's request for one model is planned to be, at rest.
 *
 * @param attempts in order, however many the profile allows
 * @param ends whether no further model of the request would be tried
 */
record Planned(List<Attempt> attempts, boolean ends, List<Exclusion> exclusions) {

    private static final HealthView AT_REST = (workspace, key, endpoint, now) -> Standing.READY;

    /**
     * Plans it.
     *
     * @param letIn whether the caller is let in at all: one who is not has no attempts
     */
    static Planned of(PolicySnapshot policy, Caller caller, boolean letIn, Model model, Instant at) {
        PlanRequest request = new PlanRequest(caller, List.of(model), Narrowing.NONE, () -> at, AT_REST, Demand.NONE);
        Plan plan = new Planner().plan(policy, request);
        if (letIn) {
            return new Planned(plan.attempts(), plan.endsAt(0), plan.exclusions());
        }
        List<Exclusion> all = plan.attempts().stream()
                .map(attempt -> new Exclusion(
                        model.slug(),
                        attempt.key().provider(),
                        attempt.key().name(),
                        attempt.tier(),
                        ExclusionReason.DISABLED,
                        caller.location()))
                .toList();
        return new Planned(List.of(), false, all);
    }

    /** Returns what makes an attempt the same one in another plan; not where it stands in the files. */
    static List<Object> id(Attempt attempt) {
        return List.of(
                attempt.endpoint().provider().name(),
                attempt.endpoint().upstreamModel(),
                attempt.key().name(),
                attempt.tier());
    }

    /** Returns whether each of the attempts is one whose failure is the request's. */
    List<Boolean> returning() {
        return attempts.stream().map(Attempt::returnsFailure).toList();
    }

    List<List<Object>> ids() {
        return attempts.stream().map(Planned::id).toList();
    }

    Set<String> providers() {
        return attempts.stream()
                .map(attempt -> attempt.endpoint().provider().name())
                .collect(Collectors.toSet());
    }

    /** Returns why something that another plan tries is left out of this one; null where there is no such thing here. */
    @Nullable
    Exclusion against(Attempt attempt) {
        return exclusions.stream()
                .filter(exclusion -> exclusion
                        .provider()
                        .equals(attempt.endpoint().provider().name()))
                .filter(exclusion -> exclusion.key() == null
                        || exclusion.key().equals(attempt.key().name()))
                .findFirst()
                .orElse(null);
    }
}

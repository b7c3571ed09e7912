package dev.byok.command.diff;

import dev.byok.command.diff.CallerChange.LeftOut;
import dev.byok.command.support.LetIn;
import dev.byok.command.support.Progress;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the plans of everybody who can call, before and after: each caller that both versions have, by its name or by what
 * it is recognised by, with each model that both have, at one instant, with everything at rest.
 *
 * <p>That is all there is to compare. A request of several models is planned model by model, up to one at which
 * {@code on-failure: return} ends it, which is compared too; a strict request, or a route that narrows, only takes attempts
 * out of the same plan, and health only passes over some of them.
 */
final class PlanComparison {

    private final PolicySnapshot before;
    private final PolicySnapshot after;
    private final Instant at;
    private final Set<Caller> letInBefore;
    private final Set<Caller> letInAfter;
    private final List<String> models;

    private PlanComparison(PolicySnapshot before, PolicySnapshot after, Instant at) {
        this.before = before;
        this.after = after;
        this.at = at;
        this.letInBefore = LetIn.by(before, at);
        this.letInAfter = LetIn.by(after, at);
        this.models = after.models().keySet().stream()
                .filter(before.models()::containsKey)
                .toList();
    }

    /** Returns those for whom anything changes, in the order of workspaces and names. */
    static List<CallerChange> of(
            PolicySnapshot before, PolicySnapshot after, Instant at, List<CallerPair> pairs, Progress progress) {
        PlanComparison comparison = new PlanComparison(before, after, at);
        List<CallerChange> changes = new ArrayList<>();
        progress.begin("comparing plans", pairs.size());
        for (CallerPair pair : pairs) {
            CallerChange change = comparison.of(pair);
            if (!change.plans().isEmpty() || !change.otherwise().isEmpty()) {
                changes.add(change);
            }
            progress.step();
        }
        progress.end();
        return changes;
    }

    private CallerChange of(CallerPair pair) {
        Caller old = pair.before();
        Caller now = pair.after();
        Map<String, Planned> plansBefore = plans(before, old, letInBefore.contains(old));
        Map<String, Planned> plansAfter = plans(after, now, letInAfter.contains(now));
        List<PlanChange> changes = new ArrayList<>();
        List<LeftOut> otherwise = new ArrayList<>();
        for (String model : models) {
            Planned planBefore = Objects.requireNonNull(plansBefore.get(model));
            Planned planAfter = Objects.requireNonNull(plansAfter.get(model));
            boolean endsMatter = anotherIsServed(model, planBefore.ends() ? plansAfter : plansBefore);
            PlanChange change = PlanChange.of(model, planBefore, planAfter, endsMatter);
            if (change != null) {
                changes.add(change);
            }
            otherwise.addAll(leftOut(planBefore, planAfter));
        }
        return new CallerChange(
                now.qualifiedName(), pair.formerly(), old.location(), now.location(), changes, otherwise);
    }

    private Map<String, Planned> plans(PolicySnapshot policy, Caller caller, boolean letIn) {
        Map<String, Planned> plans = new LinkedHashMap<>();
        for (String slug : models) {
            Model model = Objects.requireNonNull(policy.model(slug));
            plans.put(slug, Planned.of(policy, caller, letIn, model, at));
        }
        return plans;
    }

    /** Whether a request that goes on after the model may come to something else. */
    private static boolean anotherIsServed(String model, Map<String, Planned> plans) {
        return plans.entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(model)
                        && !other.getValue().attempts().isEmpty());
    }

    private static List<LeftOut> leftOut(Planned before, Planned after) {
        Map<List<Object>, Exclusion> old = before.exclusions().stream()
                .collect(Collectors.toMap(PlanComparison::id, Function.identity(), (first, second) -> first));
        Set<LeftOut> otherwise = new LinkedHashSet<>();
        for (Exclusion now : after.exclusions()) {
            Exclusion former = old.get(id(now));
            if (former != null
                    && (former.reason() != now.reason()
                            || !former.location().file().equals(now.location().file()))) {
                otherwise.add(new LeftOut(former, now));
            }
        }
        return List.copyOf(otherwise);
    }

    private static List<Object> id(Exclusion exclusion) {
        return List.of(
                exclusion.model(),
                exclusion.provider(),
                String.valueOf(exclusion.key()),
                String.valueOf(exclusion.tier()));
    }
}

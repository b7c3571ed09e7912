package dev.byok.command.check;

import dev.byok.health.InMemoryHealth;
import dev.byok.plan.Narrowing;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.Caller;
import dev.byok.policy.DataDeclarations;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import dev.byok.quota.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks in a policy that is right for what its authors may not have meant. What can never be otherwise is an error of the
 * compiler; what is said here may change with the next caller, model or switch.
 */
final class PolicyReview {

    private final PolicySnapshot policy;
    private final Instant now;
    private final Map<String, Set<Model>> modelsByProvider = new TreeMap<>();
    private final Planner planner = new Planner();
    private final InMemoryHealth health = new InMemoryHealth();
    private final List<Problem> warnings = new ArrayList<>();

    private PolicyReview(PolicySnapshot policy, Instant now) {
        this.policy = policy;
        this.now = now;
        policy.models().values().forEach(model -> model.endpoints().forEach(endpoint -> modelsByProvider
                .computeIfAbsent(endpoint.provider().name(), any -> new LinkedHashSet<>())
                .add(model)));
    }

    /** Returns what is worth a look, by file and line. */
    static List<Problem> of(PolicySnapshot policy, Instant now, Duration soon) {
        PolicyReview review = new PolicyReview(policy, now);
        review.warnings.addAll(DueDates.of(policy, now, soon));
        review.look();
        return review.warnings.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .toList();
    }

    private void look() {
        Map<String, List<Caller>> callers =
                policy.callers().distinct().collect(Collectors.groupingBy(Caller::workspace));
        for (Workspace workspace : policy.workspaces().values()) {
            List<Caller> own = callers.getOrDefault(workspace.name(), List.of());
            workspace.keys().values().forEach(keys -> keys.forEach(key -> look(workspace, key, own)));
            own.forEach(this::look);
        }
    }

    private void look(Workspace workspace, ProviderKey key, List<Caller> callers) {
        List<Model> served = modelsByProvider.getOrDefault(key.provider(), Set.of()).stream()
                .filter(model -> key.filters().coversModel(model.slug()))
                .toList();
        if (served.isEmpty()) {
            warn(key.location(), named(key), "is not used: " + key.provider() + " serves no model");
        }
        if (!key.declared().equals(DataDeclarations.NONE) && key.notes().owner() == null) {
            warn(
                    key.location(),
                    named(key),
                    "declares what its account does with content, and nobody answers for it: give it an owner");
        }
        List<Caller> spokenFor = callers.stream()
                .filter(caller -> key.filters().speaksFor(caller))
                .toList();
        if (spokenFor.isEmpty()) {
            warn(key.location(), named(key), "is not used: " + workspace.name() + " has no caller that it is for");
        }
        boolean reachable = spokenFor.isEmpty() || !spokenFor.stream().allMatch(PolicyReview::isStrict);
        if (key.sharedCapacity() != SharedCapacityRule.USE && workspace.sharedCapacity() && reachable) {
            served.forEach(model -> others(workspace, key, model));
        }
    }

    /** What closes one provider's shared capacity for a model leaves that of the model's other providers open. */
    private void others(Workspace workspace, ProviderKey key, Model model) {
        for (Endpoint endpoint : model.endpoints()) {
            String provider = endpoint.provider().name();
            if (!provider.equals(key.provider())
                    && workspace.mayUse(provider)
                    && !policy.sharedKeysFor(provider).isEmpty()
                    && workspace.keysFor(provider).stream().allMatch(own -> leavesOpen(own, model))) {
                warn(
                        key.location(),
                        named(key),
                        "closes the shared capacity of " + key.provider() + "; that of " + provider + " still serves "
                                + Shown.text(model.slug()));
            }
        }
    }

    private static boolean leavesOpen(ProviderKey key, Model model) {
        return switch (key.sharedCapacity()) {
            case USE -> true;
            case NEVER_FOR_MODELS -> !key.filters().coversModel(model.slug());
            case NEVER -> false;
        };
    }

    /** Whether anybody serves the caller at all while every key that is switched on is healthy. */
    private void look(Caller caller) {
        if (caller.enabled() && policy.models().values().stream().noneMatch(model -> isServed(caller, model))) {
            warn(
                    caller.location(),
                    "caller " + Shown.text(caller.name()),
                    isStrict(caller) && !demands(caller)
                            ? "is served by nobody: it is strict, and no own key of " + caller.workspace()
                                    + " is for it and in use"
                            : demands(caller)
                                    ? "is served by nobody: no key that is for it, and no shared capacity, meets what is"
                                            + " demanded of its content"
                                    : "is served by nobody: no key is for it and in use, and shared capacity is closed to"
                                            + " it");
        }
    }

    private static boolean isStrict(Caller caller) {
        return caller.strictness() != null;
    }

    /** Whether anything beside own keys is demanded for the sake of content. */
    private static boolean demands(Caller caller) {
        DataDemand demand = caller.demand().and(caller.profile().demand());
        return demand.zdr() != null
                || demand.noTraining() != null
                || !demand.regions().isEmpty();
    }

    private boolean isServed(Caller caller, Model model) {
        PlanRequest request = new PlanRequest(caller, List.of(model), Narrowing.NONE, () -> now, health, Demand.NONE);
        return planner.plan(policy, request).hasAttempts();
    }

    private void warn(SourceLocation location, String what, String why) {
        warnings.add(new Problem(location.file(), location.line(), what, null, why));
    }

    private static String named(ProviderKey key) {
        return "key " + Shown.text(key.name());
    }
}

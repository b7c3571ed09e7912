package dev.byok.command.check;

import dev.byok.health.InMemoryHealth;
import dev.byok.plan.Narrowing;
import dev.byok.plan.Plan;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.GatewayKeys;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks in a policy that is right for what its authors may not have meant. */
final class PolicyReview {

    private final PolicySnapshot policy;
    private final Instant now;
    private final Duration soon;
    private final List<Problem> warnings = new ArrayList<>();

    private PolicyReview(PolicySnapshot policy, Instant now, Duration soon) {
        this.policy = policy;
        this.now = now;
        this.soon = soon;
    }

    /** Returns what is worth a look, by file and line. */
    static List<Problem> of(PolicySnapshot policy, Instant now, Duration soon) {
        return new PolicyReview(policy, now, soon).warnings();
    }

    private List<Problem> warnings() {
        Set<Caller> callers = new LinkedHashSet<>(policy.callers().toList());
        policy.sharedKeys()
                .values()
                .forEach(keys -> keys.forEach(key -> expiry(key.location(), named(key), key.expires())));
        for (Workspace workspace : policy.workspaces().values()) {
            List<Caller> own = callers.stream()
                    .filter(caller -> caller.workspace().equals(workspace.name()))
                    .toList();
            workspace.keys().values().forEach(keys -> keys.forEach(key -> review(workspace, key, own)));
        }
        policy.gatewayKeys().all().forEach(this::review);
        callers.forEach(this::review);
        return warnings.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .toList();
    }

    private void review(Workspace workspace, ProviderKey key, List<Caller> callers) {
        expiry(key.location(), named(key), key.expires());
        List<Model> served = policy.models().values().stream()
                .filter(model -> model.endpoints().stream().anyMatch(endpoint -> isOf(endpoint, key)))
                .filter(model -> key.filters().coversModel(model.slug()))
                .toList();
        if (served.isEmpty()) {
            warn(
                    key.location(),
                    named(key),
                    "is never used: " + key.provider() + " serves none of the models it is for");
        }
        if (callers.stream().noneMatch(caller -> key.filters().speaksFor(caller))) {
            warn(
                    key.location(),
                    named(key),
                    "is never used: no caller meets its api-keys, members and environments together");
        }
        if (key.sharedCapacity() != SharedCapacityRule.USE && workspace.sharedCapacity()) {
            served.forEach(model -> others(workspace, key, model));
        }
    }

    /** What closes one provider's shared capacity for a model leaves that of the model's other providers open. */
    private void others(Workspace workspace, ProviderKey key, Model model) {
        for (Endpoint endpoint : model.endpoints()) {
            String provider = endpoint.provider().name();
            if (!isOf(endpoint, key)
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

    private void review(GatewayKeys.Entry entry) {
        Caller caller = entry.caller();
        expiry(caller.location(), "a gateway key of caller " + Shown.text(caller.name()), entry.expires());
    }

    /** Whether anybody serves the caller at all while every key that is switched on is healthy. */
    private void review(Caller caller) {
        if (policy.models().values().stream().noneMatch(model -> isServed(caller, model))) {
            boolean strict = caller.strictOwnKeys() || caller.profile().strictOwnKeys();
            warn(
                    caller.location(),
                    "caller " + Shown.text(caller.name()),
                    strict
                            ? "is served by nobody: it is strict, and no own key of " + caller.workspace()
                                    + " is for it and in use"
                            : "is served by nobody: no key is for it and in use, and shared capacity is closed to it");
        }
    }

    private boolean isServed(Caller caller, Model model) {
        PlanRequest request =
                new PlanRequest(caller, List.of(model), Narrowing.NONE, () -> now, new InMemoryHealth(), Demand.NONE);
        Plan plan = new Planner().plan(policy, request);
        return plan.hasAttempts();
    }

    private void expiry(SourceLocation location, String what, @Nullable Instant expires) {
        if (expires == null) {
            return;
        }
        if (!expires.isAfter(now)) {
            warn(location, what, "has expired on " + expires);
        } else if (!expires.isAfter(now.plus(soon))) {
            long days = Duration.between(now, expires).toDays();
            warn(location, what, "expires on " + expires + (days == 0 ? ", within a day" : ", in " + days + " days"));
        }
    }

    private void warn(SourceLocation location, String what, String why) {
        warnings.add(new Problem(location.file(), location.line(), what, null, why));
    }

    private static boolean isOf(Endpoint endpoint, ProviderKey key) {
        return endpoint.provider().name().equals(key.provider());
    }

    private static String named(ProviderKey key) {
        return "key " + Shown.text(key.name());
    }
}

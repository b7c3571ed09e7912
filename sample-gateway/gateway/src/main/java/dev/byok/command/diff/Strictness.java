package dev.byok.command.diff;

import dev.byok.command.diff.PlanChange.Step;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.OnFailure;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What became less strict: callers within whose reach something comes that was not, and whatever said so before and says
 * less now, even where nobody's plan shows it today.
 */
final class Strictness {

    private static final String SHARED_CAPACITY = "shared capacity";
    private static final String PROVIDER = "provider ";

    private final PolicySnapshot before;
    private final PolicySnapshot after;
    private final List<Loosened> loosened = new ArrayList<>();

    private Strictness(PolicySnapshot before, PolicySnapshot after) {
        this.before = before;
        this.after = after;
    }

    /** Returns it, callers first. */
    static List<Loosened> lost(PolicySnapshot before, PolicySnapshot after, List<CallerChange> changes) {
        Strictness strictness = new Strictness(before, after);
        changes.forEach(strictness::reach);
        strictness.callers();
        new TreeMap<>(before.workspaces()).values().forEach(strictness::workspace);
        return strictness.loosened;
    }

    private void reach(CallerChange change) {
        String who = "caller " + Shown.text(change.caller());
        Map<String, List<PlanChange>> opened = new LinkedHashMap<>();
        for (PlanChange plan : change.plans()) {
            if (plan.opensShared()) {
                put(opened, SHARED_CAPACITY, plan);
            }
            plan.opensProviders().forEach(provider -> put(opened, PROVIDER + provider, plan));
        }
        opened.forEach((what, plans) -> {
            Step first = first(what, plans.get(0));
            Exclusion closed = first.elsewhere();
            loosened.add(new Loosened(
                    who,
                    "can now reach " + what,
                    plans.stream().map(PlanChange::model).map(Shown::text).toList(),
                    closed == null ? change.before() : closed.location(),
                    first.attempt().key().location()));
        });
    }

    private static void put(Map<String, List<PlanChange>> opened, String what, PlanChange plan) {
        opened.computeIfAbsent(what, first -> new ArrayList<>()).add(plan);
    }

    /** Returns the first attempt by which it is reached. */
    private static Step first(String what, PlanChange plan) {
        Predicate<Step> meant = step -> what.equals(SHARED_CAPACITY)
                ? step.attempt().tier() == Tier.SHARED
                : what.equals(PROVIDER + step.attempt().endpoint().provider().name());
        return plan.gained().stream()
                .filter(meant)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing new reaches " + what));
    }

    private void callers() {
        Map<String, Caller> now = PlanComparison.callers(after);
        new TreeMap<>(PlanComparison.callers(before)).forEach((name, old) -> {
            Caller caller = now.get(name);
            if (caller != null && isStrict(old) && !isStrict(caller)) {
                add(
                        "caller " + Shown.text(name),
                        "may now use other than its workspace's own keys",
                        old.strictOwnKeys() ? old.location() : old.profile().location(),
                        caller.location());
            }
        });
    }

    private static boolean isStrict(Caller caller) {
        return caller.strictOwnKeys() || caller.profile().strictOwnKeys();
    }

    private void workspace(Workspace old) {
        Workspace now = after.workspaces().get(old.name());
        if (now == null) {
            return;
        }
        String who = "workspace " + now.name();
        if (!old.sharedCapacity() && now.sharedCapacity()) {
            add(who, "is now granted shared capacity", old.grant(), now.grant());
        }
        List<String> granted = after.providers().keySet().stream()
                .filter(provider -> now.mayUse(provider) && !old.mayUse(provider))
                .sorted()
                .toList();
        if (!granted.isEmpty()) {
            add(who, "is now granted " + String.join(", ", granted), old.grant(), now.grant());
        }
        Map<String, ProviderKey> keys = keys(now);
        keys(old).forEach((name, key) -> key("key " + now.name() + "/" + Shown.text(name), key, keys.get(name)));
    }

    private void key(String who, ProviderKey old, @Nullable ProviderKey now) {
        if (now == null || !now.provider().equals(old.provider())) {
            if (closes(old) || ends(old)) {
                add(who, "is gone, and was strict", old.location(), now == null ? null : now.location());
            }
            return;
        }
        if (old.sharedCapacity().compareTo(now.sharedCapacity()) > 0) {
            add(who, "closes less shared capacity", old.location(), now.location());
        }
        if (ends(old) && !ends(now)) {
            add(who, "no longer ends a request by its failure", old.location(), now.location());
        }
        if ((closes(now) || ends(now)) && !old.filters().equals(now.filters())) {
            add(who, "is strict for others than before", old.location(), now.location());
        }
    }

    private static boolean closes(ProviderKey key) {
        return key.sharedCapacity() != SharedCapacityRule.USE;
    }

    private static boolean ends(ProviderKey key) {
        return key.onFailure() == OnFailure.RETURN;
    }

    private static Map<String, ProviderKey> keys(Workspace workspace) {
        Map<String, ProviderKey> keys = new HashMap<>();
        workspace.keys().values().forEach(list -> list.forEach(key -> keys.put(key.name(), key)));
        return new TreeMap<>(keys);
    }

    private void add(String who, String what, SourceLocation from, @Nullable SourceLocation to) {
        loosened.add(new Loosened(who, what, List.of(), from, to));
    }
}

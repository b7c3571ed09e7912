package dev.byok.command.diff;

import dev.byok.command.diff.PlanChange.Step;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.Environment;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What became less strict: callers within whose reach something comes that was not, and whatever said so before and says
 * less now, even where nobody's plan shows it today.
 */
final class Strictness {

    private static final String SHARED_CAPACITY = "shared capacity";
    private static final String PROVIDER = "provider ";

    private final List<Loosened> loosened = new ArrayList<>();

    private Strictness() {}

    /** Returns it, callers first. */
    static List<Loosened> lost(
            PolicySnapshot before,
            PolicySnapshot after,
            List<CallerPair> pairs,
            Renames renames,
            List<CallerChange> changes) {
        Strictness strictness = new Strictness();
        changes.forEach(strictness::reach);
        for (CallerPair pair : pairs) {
            strictness.caller(pair);
            strictness.production(pair, before.workspaceOf(pair.before()), after.workspaceOf(pair.after()));
        }
        new DataStrictness(strictness.loosened).platform(before, after);
        WiderGrants grants = new WiderGrants(after.providers().keySet(), strictness.loosened);
        grants.secrets(before.secretSources(), after.secretSources());
        grants.images(before.images(), after.images());
        new TreeMap<>(before.workspaces()).forEach((name, old) -> {
            Workspace now = after.workspaces().get(renames.workspace(name));
            if (now != null) {
                grants.workspace(old, now);
                new WorkspaceStrictness(old, now, renames, strictness.loosened).compare();
            }
        });
        Set<String> told = new HashSet<>();
        for (CallerPair pair : pairs) {
            Workspace old = before.workspaceOf(pair.before());
            Workspace now = after.workspaceOf(pair.after());
            boolean isNew = !before.workspaces().containsKey(now.name())
                    && !renames.workspace(old.name()).equals(now.name());
            if (isNew && told.add(old.name() + "/" + now.name())) {
                grants.newWorkspace(old, now);
            }
        }
        return strictness.loosened;
    }

    /** Only outside production may failures be simulated. */
    private void production(CallerPair pair, Workspace old, Workspace now) {
        String formerly = pair.before().environment();
        String name = pair.after().environment();
        if (formerly == null || name == null || formerly.equals(name)) {
            return; // one that keeps its name is told of by itself
        }
        Environment was = old.environments().get(formerly);
        Environment is = now.environments().get(name);
        if (was != null && is != null && was.production() && !is.production()) {
            loosened.add(Loosened.of(
                    DiffWords.caller(pair.after().qualifiedName(), pair.formerly()),
                    "is no longer in production (environment " + Shown.text(formerly) + " → " + Shown.text(name) + ")",
                    was.location(),
                    is.location()));
        }
    }

    private void reach(CallerChange change) {
        String who = DiffWords.caller(change.caller(), change.formerly());
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

    private void caller(CallerPair pair) {
        Caller old = pair.before();
        Caller now = pair.after();
        String who = DiffWords.caller(now.qualifiedName(), pair.formerly());
        demands(who, old, now);
        new DataStrictness(loosened).dataClass(who, old, now);
        for (Profile profile : now.profiles()) {
            Profile formerly = old.profileNamed(profile.name());
            if (formerly == null) {
                loosened.add(Loosened.of(
                        who,
                        "may now name the profile " + Shown.text(profile.name()) + " (x-byok-profile)",
                        old.location(),
                        now.location()));
            } else if (!profile.name().equals(now.profile().name())) {
                demands(who + " by its profile " + Shown.text(profile.name()), old.with(formerly), now.with(profile));
            }
        }
        if (now.simulate() && !old.simulate()) {
            loosened.add(
                    Loosened.of(who, "may now simulate failures (simulate: true)", old.location(), now.location()));
        }
    }

    private void demands(String who, Caller old, Caller now) {
        if (old.strictness() != null && now.strictness() == null) {
            loosened.add(Loosened.of(
                    who,
                    "may now use other than its workspace's own keys",
                    old.strictOwnKeys() ? old.location() : old.strictness(),
                    now.location()));
        }
        new DataStrictness(loosened).demands(who, old, now);
        new BoundStrictness(loosened).caller(who, old, now);
        new ModelStrictness(loosened).compare(who, old.profile(), now.profile());
        new CeilingStrictness(loosened).compare(who, old, now);
    }
}

package dev.byok.command.diff;

import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a caller's plan for one model changes.
 *
 * @param lost attempts that are not made any more, each with what keeps it out now
 * @param gained attempts that are new, each with what kept it out before
 * @param before the credentials of the attempts that stay, in their former order; null where the order stays
 * @param after the same in their new order; null where the order stays
 * @param ends whether {@code on-failure: return} now makes the failure of own keys that of the request, with nobody after
 *     them, or no longer does; null where that stays, or changes nothing
 * @param opensShared whether shared capacity is within reach now, and was not
 * @param opensProviders those that are within reach now, and were not
 */
record PlanChange(
        String model,
        List<Step> lost,
        List<Step> gained,
        @Nullable List<String> before,
        @Nullable List<String> after,
        @Nullable Boolean ends,
        boolean opensShared,
        Set<String> opensProviders) {

    /** @param elsewhere what keeps it out on the other side; null where it does not exist there */
    record Step(Attempt attempt, @Nullable Exclusion elsewhere) {}

    /**
     * Returns it; null where nothing changes.
     *
     * @param endsMatter whether it makes a difference to somebody if one ends the request and the other does not
     */
    static @Nullable PlanChange of(String model, Planned before, Planned after, boolean endsMatter) {
        List<List<Object>> old = before.ids();
        List<List<Object>> now = after.ids();
        boolean ends = (endsMatter && before.ends() != after.ends())
                || (old.equals(now) && !before.returning().equals(after.returning()));
        if (old.equals(now) && !ends) {
            return null;
        }
        List<Step> lost = missing(before, now, after);
        List<Step> gained = missing(after, old, before);
        List<List<Object>> oldRest = old.stream().filter(now::contains).toList();
        List<List<Object>> nowRest = now.stream().filter(old::contains).toList();
        boolean reordered = !oldRest.equals(nowRest);
        Set<String> opened = new TreeSet<>(after.providers());
        opened.removeAll(before.providers());
        return new PlanChange(
                model,
                lost,
                gained,
                reordered ? names(before, oldRest) : null,
                reordered ? names(after, nowRest) : null,
                ends ? after.ends() : null,
                hasShared(after) && !hasShared(before),
                opened);
    }

    private static List<Step> missing(Planned here, List<List<Object>> there, Planned other) {
        List<Step> steps = new ArrayList<>();
        for (Attempt attempt : here.attempts()) {
            if (!there.contains(Planned.id(attempt))) {
                steps.add(new Step(attempt, other.against(attempt)));
            }
        }
        return steps;
    }

    private static List<String> names(Planned planned, List<List<Object>> those) {
        return planned.attempts().stream()
                .filter(attempt -> those.contains(Planned.id(attempt)))
                .map(attempt -> attempt.key().name())
                .toList();
    }

    private static boolean hasShared(Planned planned) {
        return planned.attempts().stream().anyMatch(attempt -> attempt.tier() == Tier.SHARED);
    }

    boolean loosens() {
        return opensShared || !opensProviders.isEmpty();
    }
}

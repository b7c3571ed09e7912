package dev.byok.gateway;

import dev.byok.failover.Rehearsal;
import dev.byok.health.Health;
import dev.byok.plan.Plan;
import dev.byok.policy.Caller;
import dev.byok.policy.Ceiling;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Delivery;
import dev.byok.policy.Model;
import dev.byok.policy.Profile;
import dev.byok.quota.Demand;
import dev.byok.simulation.Simulation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan for one request, and what it was made of.
 *
 * @param routeProfiles those that hold beside its own
 * @param models what the request asks for, in its order
 * @param strict only the workspace's own keys, whoever says so
 * @param dryRun whether the request asks for its plan only
 * @param simulation what its keys are said to answer
 * @param health as this caller may see it
 * @param conversation what it belongs to; null for none
 * @param maxTokens what each of its answers may have at most; null where nobody limits that
 * @param content what all who speak for the request demand for the sake of its content
 * @param byItself whether the request would have a route if its own {@code provider} object said nothing
 */
record Planned(
        Caller caller,
        List<Profile> routeProfiles,
        List<Model> models,
        boolean strict,
        Delivery delivery,
        boolean dryRun,
        Simulation simulation,
        Health health,
        Demand demand,
        @Nullable Ceiling<Integer> maxTokens,
        DataDemand content,
        Instant now,
        @Nullable Conversation conversation,
        Plan plan,
        boolean byItself) {

    /**
     * Returns whether anything of the request's content or its answer may rest here once that has been given. What is held
     * in memory while it is given always may.
     */
    boolean retention() {
        return content.zdr() == null && content.noRetention() == null;
    }

    /** Returns how the plan would run if every attempt failed; asks nobody and changes nothing. */
    Rehearsal rehearse() {
        return Rehearsal.of(plan, caller.profile(), health, caller.workspace(), now, simulation);
    }

    /** Returns what the caller would get without anybody being asked; null where somebody would be. */
    @Nullable
    LocalAnswer refusal(Rehearsal rehearsal) {
        if (plan.isEmpty()) {
            return LocalAnswer.of(
                    byItself
                            ? Refusals.noEndpoints(plan.exclusions(), Map.of())
                            : Refusals.noRoute(maxTokens, plan.exclusions(), Map.of()));
        }
        boolean asks = !rehearsal.attempts().isEmpty() || rehearsal.keptBack().isEmpty();
        return asks ? null : CoolingAnswer.of(rehearsal.keptBack(), Map.of(), now);
    }
}

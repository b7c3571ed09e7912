package dev.byok.plan;

import dev.byok.health.HealthView;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.quota.Demand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What a plan depends on beside the policy.
 *
 * @param models in the request's order, without repetition; never empty
 * @param extent how far it reaches
 * @param narrowing what the route and the request itself forbid
 * @param health what is known of keys and endpoints
 * @param demand what the request is estimated to take of a key's limits
 * @param preferences in which order it likes what may serve it
 */
public record PlanRequest(
        Caller caller,
        List<Model> models,
        Extent extent,
        Narrowing narrowing,
        InstantSource clock,
        HealthView health,
        Demand demand,
        Preferences preferences) {

    public PlanRequest {
        models = List.copyOf(models);
    }

    /** One that names all of its models itself. */
    public PlanRequest(
            Caller caller,
            List<Model> models,
            Narrowing narrowing,
            InstantSource clock,
            HealthView health,
            Demand demand,
            Preferences preferences) {
        this(caller, models, Extent.ofModels(models.size()), narrowing, clock, health, demand, preferences);
    }

    /** One that prefers nothing and wants no answer that would cost anything, planned as it is most likely to be. */
    public PlanRequest(
            Caller caller,
            List<Model> models,
            Narrowing narrowing,
            InstantSource clock,
            HealthView health,
            Demand demand) {
        this(caller, models, new Extent(models.size(), 0, 0), narrowing, clock, health, demand, Preferences.NONE);
    }

    /** Returns the time: what is decided later is decided with the health of that moment. */
    Instant now() {
        return clock.instant();
    }
}

package dev.byok.policy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a workload values.
 *
 * @param maxAttempts upstream calls per request, over all tiers and models
 * @param strictOwnKeys only the workspace's own keys, whatever the provider or model
 * @param moderatedNextModel whether a content-policy refusal moves on to the next model
 * @param guardrails which models and providers may serve it
 * @param demand what it demands for the sake of content
 * @param retryWithin a failure slower than this is not retried; null for no such limit
 * @param balancing in which order it likes what may serve it
 * @param modelFallback what it says of models other than the first that a request names
 * @param said which of the values that cannot be null it says itself; the others are defaults
 */
public record Profile(
        String name,
        int maxAttempts,
        boolean strictOwnKeys,
        boolean moderatedNextModel,
        Guardrails guardrails,
        DataDemand demand,
        @Nullable Duration retryWithin,
        Timeouts timeouts,
        Waiting waiting,
        Delivery delivery,
        Balancing balancing,
        ModelFallback modelFallback,
        Set<Said> said,
        SourceLocation location) {

    public static final int DEFAULT_MAX_ATTEMPTS = 8;

    /** What holds where the policy names no profile. */
    public static final Profile DEFAULT = new Profile(
            "default",
            DEFAULT_MAX_ATTEMPTS,
            false,
            false,
            Guardrails.NONE,
            DataDemand.NONE,
            null,
            Timeouts.NONE,
            Waiting.DEFAULT,
            Delivery.LIVE,
            Balancing.DEFAULT,
            ModelFallback.NONE,
            Set.of(),
            new SourceLocation("policy.yml", 1));

    /** Whose default is not the same as having no opinion. */
    public enum Said {
        MAX_ATTEMPTS,
        MODERATED,
        MAX_WAIT,
        DELIVERY,
        VERIFIED_MAX_BYTES,
        ROTATION,
        STICKY,
        OWN_KEYS_FIRST
    }

    public Profile {
        said = Set.copyOf(said);
    }

    /** One that says nothing of other models. */
    public Profile(
            String name,
            int maxAttempts,
            boolean strictOwnKeys,
            boolean moderatedNextModel,
            Guardrails guardrails,
            DataDemand demand,
            @Nullable Duration retryWithin,
            Timeouts timeouts,
            Waiting waiting,
            Delivery delivery,
            Balancing balancing,
            Set<Said> said,
            SourceLocation location) {
        this(
                name,
                maxAttempts,
                strictOwnKeys,
                moderatedNextModel,
                guardrails,
                demand,
                retryWithin,
                timeouts,
                waiting,
                delivery,
                balancing,
                ModelFallback.NONE,
                said,
                location);
    }

    /** One that says everything itself, and likes everything that may serve it equally. */
    public Profile(
            String name,
            int maxAttempts,
            boolean strictOwnKeys,
            boolean moderatedNextModel,
            Guardrails guardrails,
            DataDemand demand,
            @Nullable Duration retryWithin,
            Timeouts timeouts,
            Waiting waiting,
            Delivery delivery,
            SourceLocation location) {
        this(
                name,
                maxAttempts,
                strictOwnKeys,
                moderatedNextModel,
                guardrails,
                demand,
                retryWithin,
                timeouts,
                waiting,
                delivery,
                Balancing.DEFAULT,
                EnumSet.allOf(Said.class),
                location);
    }

    /** One that demands nothing for the sake of content, either. */
    public Profile(
            String name,
            int maxAttempts,
            boolean strictOwnKeys,
            boolean moderatedNextModel,
            Guardrails guardrails,
            @Nullable Duration retryWithin,
            Timeouts timeouts,
            Waiting waiting,
            Delivery delivery,
            SourceLocation location) {
        this(
                name,
                maxAttempts,
                strictOwnKeys,
                moderatedNextModel,
                guardrails,
                DataDemand.NONE,
                retryWithin,
                timeouts,
                waiting,
                delivery,
                location);
    }

    /**
     * Returns this profile on a route that has another one: what both limit keeps the smaller limit, and what is a matter of
     * taste follows the route where that says anything. What the other one forbids is no part of it, but for
     * other models than the first.
     */
    public Profile on(Profile route) {
        return new Profile(
                name,
                route.says(Said.MAX_ATTEMPTS) ? Math.min(maxAttempts, route.maxAttempts) : maxAttempts,
                strictOwnKeys,
                moderatedNextModel && (route.moderatedNextModel || !route.says(Said.MODERATED)),
                guardrails,
                demand,
                Timeouts.shorter(retryWithin, route.retryWithin),
                timeouts.and(route.timeouts),
                waitingOn(route),
                deliveryOn(route),
                balancingOn(route),
                modelFallback.on(route.modelFallback),
                said,
                location);
    }

    private boolean says(Said what) {
        return said.contains(what);
    }

    private Waiting waitingOn(Profile route) {
        Duration queue = route.waiting.queue();
        boolean shorter = route.says(Said.MAX_WAIT) && route.waiting.maxWait().compareTo(waiting.maxWait()) < 0;
        return new Waiting(
                shorter ? route.waiting.maxWait() : waiting.maxWait(), queue == null ? waiting.queue() : queue);
    }

    private Balancing balancingOn(Profile route) {
        Balancing theirs = route.balancing;
        return new Balancing(
                theirs.order().isEmpty() ? balancing.order() : theirs.order(),
                theirs.sort() == null ? balancing.sort() : theirs.sort(),
                route.says(Said.ROTATION) ? theirs.rotation() : balancing.rotation(),
                route.says(Said.STICKY) ? theirs.sticky() : balancing.sticky(),
                route.says(Said.OWN_KEYS_FIRST) ? theirs.ownKeysFirst() : balancing.ownKeysFirst());
    }

    private Delivery deliveryOn(Profile route) {
        boolean verified = route.says(Said.DELIVERY) ? route.delivery.verified() : delivery.verified();
        int maxBytes = route.says(Said.VERIFIED_MAX_BYTES)
                ? Math.min(delivery.maxBytes(), route.delivery.maxBytes())
                : delivery.maxBytes();
        return new Delivery(verified, maxBytes);
    }
}

package dev.byok.policy;

import java.time.Duration;
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
            new SourceLocation("policy.yml", 1));

    /** One that likes everything that may serve it equally. */
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
}

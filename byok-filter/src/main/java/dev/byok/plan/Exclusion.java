package dev.byok.plan;

import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Something that was left out of a plan, and why.
 *
 * @param model the model's slug
 * @param provider the provider's name
 * @param key the credential's name; null where the whole endpoint is left out
 * @param tier the credential's tier; null where the whole endpoint is left out
 * @param location the line of the policy, the route, or the request's own field that caused it
 */
public record Exclusion(
        String model,
        String provider,
        @Nullable String key,
        @Nullable Tier tier,
        ExclusionReason reason,
        SourceLocation location) {}

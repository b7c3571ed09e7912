package dev.byok.plan;

import dev.byok.policy.SourceLocation;

/**
 * What keeps something closed.
 *
 * @param location the line of the policy, or the route, that closes it
 */
record Closure(ExclusionReason reason, SourceLocation location) {}

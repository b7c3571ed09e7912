package dev.byok.plan;

import dev.byok.policy.SourceLocation;

/**
 * What keeps something closed.
 *
 * @param location the line of the policy, the route, or the request's own field that closes it
 */
record Closure(ExclusionReason reason, SourceLocation location) {}

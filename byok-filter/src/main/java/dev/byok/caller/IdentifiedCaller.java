package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;

/**
 * Who asks, and the policy that says so.
 *
 * @param policy the one snapshot the request lives with
 */
public record IdentifiedCaller(PolicySnapshot policy, Caller caller) {}

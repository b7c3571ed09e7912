package dev.byok.scenario;

import dev.byok.policy.SourceLocation;

/**
 * One test of the policy: a request that nobody has to send, and what should become of it.
 *
 * @param name in the words of those who care; no two of a policy have the same
 * @param location where it begins, as in {@code scenarios/drills.yml:2}
 */
public record Scenario(String name, SourceLocation location, Given given, Expect expect) {}

package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * An environment of a workspace.
 *
 * @param production whether real work is done there, in which no failures may be simulated
 * @param guardrails which models and providers may serve there
 * @param dataClass of what is sent there; null where nothing is said
 */
public record Environment(
        boolean production, Guardrails guardrails, @Nullable DataClass dataClass, SourceLocation location) {}

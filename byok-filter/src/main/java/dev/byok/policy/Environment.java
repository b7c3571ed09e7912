package dev.byok.policy;

/**
 * An environment of a workspace.
 *
 * @param production whether real work is done there, in which no failures may be simulated
 * @param guardrails which models and providers may serve there
 */
public record Environment(boolean production, Guardrails guardrails, SourceLocation location) {}

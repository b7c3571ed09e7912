package dev.byok.plan;

import dev.byok.policy.Guardrails;
import dev.byok.policy.NameList;
import dev.byok.policy.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * What a route and a request forbid beyond the policy. Immutable; each addition only narrows.
 *
 * @param strict who asks for own keys only; null where nobody does
 * @param guardrails which models and providers may serve
 */
public record Narrowing(@Nullable SourceLocation strict, Guardrails guardrails) {

    public static final Narrowing NONE = new Narrowing(null, Guardrails.NONE);

    /** Returns this with own keys only; who has asked for it first stays the one who is named. */
    public Narrowing ownKeysOnly(SourceLocation location) {
        return strict != null ? this : new Narrowing(location, guardrails);
    }

    /** Returns this with one more list of models. */
    public Narrowing onModels(NameList list) {
        return new Narrowing(strict, guardrails.onModels(list));
    }

    /** Returns this with one more list of providers. */
    public Narrowing onProviders(NameList list) {
        return new Narrowing(strict, guardrails.onProviders(list));
    }
}

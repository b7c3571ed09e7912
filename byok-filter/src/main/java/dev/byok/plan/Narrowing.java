package dev.byok.plan;

import dev.byok.policy.DataClass;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Guardrails;
import dev.byok.policy.NameList;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * What a route and a request forbid beyond the policy. Immutable; each addition only narrows.
 *
 * @param strict who asks for own keys only; null where nobody does
 * @param guardrails which models and providers may serve
 * @param demand what is demanded for the sake of content
 * @param limits what the request itself says of endpoints
 * @param carriage to whom the request can be told
 */
public record Narrowing(
        @Nullable SourceLocation strict,
        Guardrails guardrails,
        DataDemand demand,
        RequestLimits limits,
        Carriage carriage) {

    public static final Narrowing NONE =
            new Narrowing(null, Guardrails.NONE, DataDemand.NONE, RequestLimits.NONE, Carriage.ALL);

    /** Returns this with own keys only; who has asked for it first stays the one who is named. */
    public Narrowing ownKeysOnly(SourceLocation location) {
        return strict != null ? this : new Narrowing(location, guardrails, demand, limits, carriage);
    }

    /** Returns this with one more list of models. */
    public Narrowing onModels(NameList list) {
        return new Narrowing(strict, guardrails.onModels(list), demand, limits, carriage);
    }

    /** Returns this with one more list of providers. */
    public Narrowing onProviders(NameList list) {
        return new Narrowing(strict, guardrails.onProviders(list), demand, limits, carriage);
    }

    /** Returns this with all that a data class demands, beside what is demanded already. */
    public Narrowing under(DataClass dataClass) {
        SourceLocation ownKeys = dataClass.demand().ownKeys();
        return new Narrowing(
                strict != null ? strict : ownKeys,
                guardrails.and(dataClass.guardrails()),
                demand.and(dataClass.demand()),
                limits,
                carriage);
    }

    /** Returns this with what the request itself demands for its content and of endpoints. */
    public Narrowing asRequested(DataDemand content, RequestLimits endpoints) {
        return new Narrowing(strict, guardrails, demand.and(content), endpoints, carriage);
    }

    /** Returns this for a request that not everybody can be told. */
    public Narrowing carriedBy(Carriage told) {
        return new Narrowing(strict, guardrails, demand, limits, told);
    }

    /** Returns this with all that a profile forbids, beside what is forbidden already. */
    public Narrowing under(Profile profile) {
        SourceLocation ownKeys = profile.strictOwnKeys() ? profile.location() : null;
        return new Narrowing(
                strict != null ? strict : ownKeys,
                guardrails.and(profile.guardrails()),
                demand.and(profile.demand()),
                limits,
                carriage);
    }
}

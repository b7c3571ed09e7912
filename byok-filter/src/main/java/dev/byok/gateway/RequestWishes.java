package dev.byok.gateway;

import dev.byok.plan.Narrowing;
import dev.byok.plan.RequestLimits;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Quantizations;
import dev.byok.policy.SourceLocation;
import dev.byok.request.BodyFacts;
import dev.byok.request.ProviderPreferences;
import java.util.List;
import java.util.Set;

/** What a body's {@code provider} object forbids: it narrows what the policy allows, and opens nothing. */
final class RequestWishes {

    private static final SourceLocation ZDR = SourceLocation.ofRequest("provider.zdr");
    private static final SourceLocation DATA_COLLECTION = SourceLocation.ofRequest("provider.data_collection");

    private RequestWishes() {}

    static Narrowing narrow(Narrowing narrowing, BodyFacts facts) {
        ProviderPreferences said = facts.provider();
        if (said.equals(ProviderPreferences.NONE)) {
            return narrowing;
        }
        DataDemand demand = new DataDemand(
                said.zdr() ? ZDR : null, said.denyDataCollection() ? DATA_COLLECTION : null, List.of(), null, null);
        RequestLimits limits = new RequestLimits(
                said.only() == null ? null : Set.copyOf(said.only()),
                Set.copyOf(said.ignore()),
                said.quantizations() == null ? null : Quantizations.including(said.quantizations()),
                said.requireParameters() ? facts.needs() : Set.of(),
                said.maxPrice());
        return narrowing.asRequested(demand, limits);
    }
}

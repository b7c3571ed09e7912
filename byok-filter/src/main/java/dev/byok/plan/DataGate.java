package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.DataDemand;
import dev.byok.policy.NameList;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded for the sake of a request's content, against where it would go. The first who objects is named: the
 * caller's data classes, its profile, the route or the request.
 */
final class DataGate {

    private DataGate() {}

    /** Returns what keeps all of a provider's keys out, or null: of training no key declares anything. */
    static @Nullable Closure againstProvider(PlanRequest request, Provider provider) {
        if (!provider.dataPolicy().trains()) {
            return null;
        }
        Caller caller = request.caller();
        SourceLocation forbidding = caller.demand().noTraining();
        if (forbidding == null) {
            forbidding = caller.profile().demand().noTraining();
        }
        if (forbidding == null) {
            forbidding = request.narrowing().demand().noTraining();
        }
        return forbidding == null ? null : new Closure(ExclusionReason.DATA_POLICY_TRAINING, forbidding);
    }

    /** Returns what keeps a key out, or null. */
    static @Nullable Closure againstKey(PlanRequest request, Provider provider, ProviderKey key) {
        Caller caller = request.caller();
        Closure closure = against(caller.demand(), provider, key);
        if (closure == null) {
            closure = against(caller.profile().demand(), provider, key);
        }
        return closure == null ? against(request.narrowing().demand(), provider, key) : closure;
    }

    private static @Nullable Closure against(DataDemand demand, Provider provider, ProviderKey key) {
        SourceLocation zdr = demand.zdr();
        if (zdr != null && !key.declared().zdrAt(provider)) {
            return new Closure(ExclusionReason.DATA_POLICY_ZDR, zdr);
        }
        if (demand.regions().isEmpty()) {
            return null;
        }
        NameList regions = demand.againstRegion(key.declared().regionAt(provider));
        return regions == null ? null : new Closure(ExclusionReason.REGION, regions.location());
    }
}

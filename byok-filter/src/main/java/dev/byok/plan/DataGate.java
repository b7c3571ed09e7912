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

    private final DataDemand ofCaller;
    private final DataDemand ofProfile;
    private final DataDemand ofRequest;

    DataGate(Caller caller, Narrowing narrowing) {
        this.ofCaller = caller.demand();
        this.ofProfile = caller.profile().demand();
        this.ofRequest = narrowing.demand();
    }

    /** Returns what keeps all of a provider's keys out, or null: of training no key declares anything. */
    @Nullable
    Closure againstProvider(Provider provider) {
        if (!provider.dataPolicy().trains()) {
            return null;
        }
        SourceLocation forbidding = ofCaller.noTraining();
        if (forbidding == null) {
            forbidding = ofProfile.noTraining();
        }
        if (forbidding == null) {
            forbidding = ofRequest.noTraining();
        }
        return forbidding == null ? null : new Closure(ExclusionReason.DATA_POLICY_TRAINING, forbidding);
    }

    /** Returns what keeps a key out, or null. */
    @Nullable
    Closure againstKey(Provider provider, ProviderKey key) {
        Closure closure = against(ofCaller, provider, key);
        if (closure == null) {
            closure = against(ofProfile, provider, key);
        }
        return closure == null ? against(ofRequest, provider, key) : closure;
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

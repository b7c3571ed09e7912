package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Model;
import dev.byok.policy.NameList;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy, the request and operators say against one model's copies, one per endpoint and key, and in which order
 * these are; health aside. Several models whose endpoints are merged are one.
 */
final class CopyGate {

    private static final SourceLocation ALLOW_FALLBACKS = SourceLocation.ofRequest("provider.allow_fallbacks");

    final PolicySnapshot policy;
    final PlanRequest request;
    final Workspace workspace;

    /** The first of the models, by its place in the request. */
    final int firstModel;

    /** The place behind the last one. */
    final int endModel;

    /** The endpoints that the workspace may use. */
    final Ranked ranked;

    /** Where the plan ends, as far as known after these models; null where it goes on. */
    final @Nullable PlanEnd end;

    private final Sections sections;
    private final SharedCapacityGate sharedCapacity;

    /** The only one that may serve; null where the others may as well. */
    private final @Nullable Endpoint leading;

    /**
     * Looks at some models.
     *
     * @param firstModel the first one's place
     * @param endModel the place behind the last one
     * @param earlierEnd where an earlier model ended the plan; null where it goes on
     */
    CopyGate(PolicySnapshot policy, PlanRequest request, int firstModel, int endModel, @Nullable PlanEnd earlierEnd) {
        this.policy = policy;
        this.request = request;
        this.workspace = policy.workspaceOf(request.caller());
        this.firstModel = firstModel;
        this.endModel = endModel;
        this.sharedCapacity = new SharedCapacityGate(workspace, request);
        this.ranked = Ranking.of(
                request, workspace, firstModel, endModel, (model, endpoint) -> closure(model, endpoint) == null);
        this.sections = new Sections(
                ranked.size(), request.caller().profile().balancing().ownKeysFirst());
        this.end = earlierEnd != null ? earlierEnd : PlanEnd.find(workspace, request.caller(), ranked);
        this.leading = keepsLeadingOnly() ? leading() : null;
    }

    /** Returns in which order the sections of keys come. */
    Sections sections() {
        return sections;
    }

    Model model(int index) {
        return request.models().get(index);
    }

    private boolean keepsLeadingOnly() {
        Preferences.Asked asked = request.preferences().asked();
        return !asked.allowFallbacks() && asked.order().isEmpty();
    }

    /** Who leads is the first that anybody here may use at all, whatever its keys have met. */
    private @Nullable Endpoint leading() {
        for (int rank = 0; rank < ranked.size(); rank++) {
            if (closure(ranked.model(rank), ranked.endpoint(rank)) == null && hasCopies(rank)) {
                return ranked.endpoint(rank);
            }
        }
        return null;
    }

    private boolean hasCopies(int rank) {
        for (Tier tier : Tier.values()) {
            Iterator<ProviderKey> keys = copies(tier, rank);
            while (keys.hasNext()) {
                ProviderKey key = keys.next();
                if (filter(key, rank) == null && againstUse(rank, key) == null) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns what keeps an endpoint out as a whole, or null; {@link #closure} first, then who wants no other to be used. */
    @Nullable
    Closure againstEndpoint(Model model, Endpoint endpoint) {
        Closure closure = closure(model, endpoint);
        if (closure != null || request.preferences().asked().allowFallbacks()) {
            return closure;
        }
        List<String> order = request.preferences().asked().order();
        boolean kept = order.isEmpty()
                ? endpoint.equals(leading)
                : order.contains(endpoint.provider().name());
        return kept ? null : new Closure(ExclusionReason.ALLOW_FALLBACKS, ALLOW_FALLBACKS);
    }

    /** Returns what keeps the endpoint at a rank out as a whole, or null. */
    @Nullable
    Closure againstEndpoint(int rank) {
        return againstEndpoint(ranked.model(rank), ranked.endpoint(rank));
    }

    /**
     * Returns what closes an endpoint, or null: the first of the caller's lists, its profile's, the route's;
     * then whoever forbids training; then what the request itself says of endpoints, and of what it says cannot be told them.
     * Its keys still say where the plan ends: narrowing opens nothing.
     */
    private @Nullable Closure closure(Model model, Endpoint endpoint) {
        Caller caller = request.caller();
        Closure closure = against(caller.guardrails(), model, endpoint);
        if (closure == null) {
            closure = against(caller.profile().guardrails(), model, endpoint);
        }
        if (closure == null) {
            closure = against(request.narrowing().guardrails(), model, endpoint);
        }
        if (closure == null) {
            closure = DataGate.againstProvider(request, endpoint.provider());
        }
        if (closure == null) {
            closure = request.narrowing().limits().against(endpoint);
        }
        return closure == null ? againstTelling(endpoint) : closure;
    }

    private @Nullable Closure againstTelling(Endpoint endpoint) {
        String obstacle = request.narrowing().carriage().obstacle(endpoint);
        return obstacle == null ? null : new Closure(ExclusionReason.CAPABILITY, SourceLocation.ofRequest(obstacle));
    }

    /** Lists of models are named before lists of providers, and those before what is demanded of endpoints. */
    private static @Nullable Closure against(Guardrails guardrails, Model model, Endpoint endpoint) {
        NameList models = guardrails.againstModel(model.slug());
        if (models != null) {
            return new Closure(ExclusionReason.ALLOWED_MODELS, models.location());
        }
        NameList providers = guardrails.againstProvider(endpoint.provider().name());
        return providers != null
                ? new Closure(ExclusionReason.ALLOWED_PROVIDERS, providers.location())
                : againstBounds(guardrails, endpoint);
    }

    private static @Nullable Closure againstBounds(Guardrails guardrails, Endpoint endpoint) {
        for (int i = 0; i < guardrails.bounds().size(); i++) {
            EndpointBound bound = guardrails.bounds().get(i);
            if (!bound.isMetBy(endpoint)) {
                return new Closure(ExclusionReason.CAPABILITY, bound.location());
            }
            if (!bound.affords(endpoint)) {
                return new Closure(ExclusionReason.MAX_PRICE, bound.location());
            }
        }
        return null;
    }

    /** Returns what closes the shared capacity of the endpoint at a rank, or null. */
    @Nullable
    Closure againstShared(int rank) {
        return sharedCapacity.closure(ranked.provider(rank), ranked.model(rank));
    }

    /** Returns the keys of a section that may be meant for this request; every one that is meant for it is among them. */
    Iterator<ProviderKey> copies(Tier section, int rank) {
        String provider = ranked.provider(rank);
        if (section != Tier.SHARED) {
            return workspace.ownKeys(provider).of(section, request.caller());
        }
        List<ProviderKey> shared = policy.sharedKeysFor(provider);
        return shared.isEmpty() || againstShared(rank) != null ? Collections.emptyIterator() : shared.iterator();
    }

    /** Returns keys of one section in the order in which they take turns. */
    Iterator<ProviderKey> inTurn(int rank, Iterator<ProviderKey> keys) {
        return KeyTurns.of(request, ranked.model(rank).slug(), ranked.endpoint(rank), keys);
    }

    /** Returns the filter that keeps a key from this request, or null; shared ones have none. */
    @Nullable
    ExclusionReason filter(ProviderKey key, int rank) {
        return key.tier() == Tier.SHARED ? null : OwnKeyGate.reasonAgainst(key, request.caller(), ranked.model(rank));
    }

    /** What a provider says is left of a key's limits steers ahead of its refusal. */
    boolean carries(ProviderKey key, Endpoint endpoint) {
        return request.health().carries(workspace.name(), key, endpoint, request.demand(), request.now());
    }

    /** Returns what keeps a key that is meant for this request from being used, or null. */
    @Nullable
    Closure againstUse(int rank, ProviderKey key) {
        Closure demanded = DataGate.againstKey(request, ranked.endpoint(rank).provider(), key);
        if (demanded != null) {
            return demanded;
        }
        if (!key.usable(request.now()) || request.health().isRevoked(workspace.name(), key)) {
            return new Closure(ExclusionReason.DISABLED, key.location());
        }
        ProviderKey returning = key.tier() == Tier.SHARED && !sections.ownKeysFirst()
                ? PlanEnd.prioritizedReturning(workspace, request.caller(), ranked.model(rank), key.provider())
                : null;
        if (returning != null) {
            return new Closure(ExclusionReason.STRICT, returning.location());
        }
        if (end != null && (endsBefore() || !end.admits(ranked.modelIndex(rank), rank, key, sections))) {
            return new Closure(ExclusionReason.STRICT, end.key().location());
        }
        return null;
    }

    /** Returns whether the plan ends at an earlier model. */
    private boolean endsBefore() {
        return end != null && end.modelIndex() < firstModel;
    }

    /** Returns whether the plan ends at one of these models. */
    boolean endsHere() {
        return end != null && !endsBefore();
    }

    Attempt attempt(int rank, ProviderKey key) {
        int modelIndex = ranked.modelIndex(rank);
        boolean returnsFailure = end != null && end.isItsOwnKey(modelIndex, key);
        return new Attempt(ranked.model(rank), modelIndex, ranked.endpoint(rank), key, returnsFailure);
    }

    boolean isReady(Attempt attempt) {
        return request.health()
                .standing(workspace.name(), attempt.key(), attempt.endpoint(), request.now())
                .ready();
    }
}

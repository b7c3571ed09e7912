package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything of one model that is not attempted, with its reason. Looks at every key: not meant for requests that succeed. */
final class ModelExclusions {

    private static final List<Tier> TIERS = List.of(Tier.values());

    private final CopyGate gate;
    private final IdentityHashMap<ProviderKey, List<Attempt>> attempted;
    private final IdentityHashMap<ProviderKey, List<Attempt>> cooling;
    private final List<Exclusion> exclusions;

    private ModelExclusions(CopyGate gate, ModelWalk walk, List<Exclusion> exclusions) {
        this.gate = gate;
        this.attempted = byKey(walk.attempts());
        this.cooling = byKey(walk.cooling());
        this.exclusions = exclusions;
    }

    /** Adds them in the order that attempts have; whole endpoints come first. */
    static void add(CopyGate gate, ModelWalk walk, List<Exclusion> exclusions) {
        ModelExclusions model = new ModelExclusions(gate, walk, exclusions);
        gate.model.endpoints().forEach(model::addIfClosed);
        for (Tier tier : TIERS) {
            for (int rank = 0; rank < gate.endpoints.size(); rank++) {
                model.addCopies(tier, rank, gate.endpoints.get(rank));
            }
        }
    }

    private static IdentityHashMap<ProviderKey, List<Attempt>> byKey(List<Attempt> attempts) {
        IdentityHashMap<ProviderKey, List<Attempt>> byKey = new IdentityHashMap<>();
        attempts.forEach(attempt ->
                byKey.computeIfAbsent(attempt.key(), key -> new ArrayList<>(1)).add(attempt));
        return byKey;
    }

    private void addIfClosed(Endpoint endpoint) {
        String provider = endpoint.provider().name();
        Closure closure = gate.workspace.mayUse(provider)
                ? gate.againstEndpoint(endpoint)
                : new Closure(ExclusionReason.ALLOWED_PROVIDERS, gate.workspace.grant());
        if (closure != null) {
            exclusions.add(
                    new Exclusion(gate.model.slug(), provider, null, null, closure.reason(), closure.location()));
        }
    }

    private void addCopies(Tier tier, int rank, Endpoint endpoint) {
        if (gate.againstEndpoint(endpoint) != null) {
            return; // said above
        }
        String provider = endpoint.provider().name();
        boolean shared = tier == Tier.SHARED;
        List<ProviderKey> keys = shared ? gate.policy.sharedKeysFor(provider) : gate.workspace.keysFor(provider);
        Closure closure = shared && !keys.isEmpty() ? gate.againstShared(endpoint) : null;
        List<ProviderKey> spent = new ArrayList<>(0);
        for (ProviderKey key : keys) {
            if (key.tier() == tier && !addIfNotMeant(key, closure)) {
                if (gate.carries(key, endpoint)) {
                    addIfNotUsed(rank, endpoint, key);
                } else {
                    spent.add(key);
                }
            }
        }
        spent.forEach(key -> addIfNotUsed(rank, endpoint, key));
    }

    private boolean addIfNotMeant(ProviderKey key, @Nullable Closure shared) {
        ExclusionReason filter = gate.filter(key);
        if (shared != null) {
            add(key, shared.reason(), shared.location());
        } else if (filter != null) {
            add(key, filter, key.location());
        }
        return shared != null || filter != null;
    }

    private void addIfNotUsed(int rank, Endpoint endpoint, ProviderKey key) {
        if (holds(attempted, endpoint, key)) {
            return;
        }
        Closure closure = gate.againstUse(rank, key);
        if (holds(cooling, endpoint, key)) {
            add(key, ExclusionReason.COOLDOWN, key.location());
        } else if (closure != null) {
            add(key, closure.reason(), closure.location());
        }
    }

    private static boolean holds(
            IdentityHashMap<ProviderKey, List<Attempt>> attempts, Endpoint endpoint, ProviderKey key) {
        for (Attempt attempt : attempts.getOrDefault(key, List.of())) {
            if (attempt.endpoint().equals(endpoint)) {
                return true;
            }
        }
        return false;
    }

    private void add(ProviderKey key, ExclusionReason reason, SourceLocation location) {
        exclusions.add(new Exclusion(gate.model.slug(), key.provider(), key.name(), key.tier(), reason, location));
    }
}

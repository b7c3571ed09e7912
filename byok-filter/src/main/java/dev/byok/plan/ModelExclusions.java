package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything of one model that is not attempted, with its reason. Looks at every key: not meant for requests that succeed. */
final class ModelExclusions {

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
        for (int index = gate.firstModel; index < gate.endModel; index++) {
            Model each = gate.model(index);
            each.endpoints().forEach(endpoint -> model.addIfClosed(each, endpoint));
        }
        Sections sections = gate.sections();
        for (int section = 0; section < sections.count(); section++) {
            model.addCopies(sections.tier(section), sections.rank(section));
        }
    }

    private static IdentityHashMap<ProviderKey, List<Attempt>> byKey(List<Attempt> attempts) {
        IdentityHashMap<ProviderKey, List<Attempt>> byKey = new IdentityHashMap<>();
        attempts.forEach(attempt ->
                byKey.computeIfAbsent(attempt.key(), key -> new ArrayList<>(1)).add(attempt));
        return byKey;
    }

    private void addIfClosed(Model model, Endpoint endpoint) {
        String provider = endpoint.provider().name();
        Closure closure = gate.workspace.mayUse(provider)
                ? gate.againstEndpoint(model, endpoint)
                : new Closure(ExclusionReason.ALLOWED_PROVIDERS, gate.workspace.grant());
        if (closure != null) {
            exclusions.add(new Exclusion(model.slug(), provider, null, null, closure.reason(), closure.location()));
        }
    }

    private void addCopies(Tier tier, int rank) {
        if (gate.againstEndpoint(rank) != null) {
            return; // said above
        }
        String provider = gate.ranked.provider(rank);
        boolean shared = tier == Tier.SHARED;
        List<ProviderKey> all = shared ? gate.policy.sharedKeysFor(provider) : gate.workspace.keysFor(provider);
        Closure closure = shared && !all.isEmpty() ? gate.againstShared(rank) : null;
        List<ProviderKey> spent = new ArrayList<>(0);
        Iterator<ProviderKey> keys =
                gate.inTurn(rank, all.stream().filter(key -> key.tier() == tier).iterator());
        while (keys.hasNext()) {
            ProviderKey key = keys.next();
            if (!addIfNotMeant(rank, key, closure)) {
                if (gate.carries(key, gate.ranked.endpoint(rank))) {
                    addIfNotUsed(rank, key);
                } else {
                    spent.add(key);
                }
            }
        }
        spent.forEach(key -> addIfNotUsed(rank, key));
    }

    private boolean addIfNotMeant(int rank, ProviderKey key, @Nullable Closure shared) {
        ExclusionReason filter = gate.filter(key, rank);
        if (shared != null) {
            add(rank, key, shared.reason(), shared.location());
        } else if (filter != null) {
            add(rank, key, filter, key.location());
        }
        return shared != null || filter != null;
    }

    private void addIfNotUsed(int rank, ProviderKey key) {
        if (holds(attempted, rank, key)) {
            return;
        }
        Closure closure = gate.againstUse(rank, key);
        if (holds(cooling, rank, key)) {
            add(rank, key, ExclusionReason.COOLDOWN, key.location());
        } else if (closure != null) {
            add(rank, key, closure.reason(), closure.location());
        }
    }

    private boolean holds(IdentityHashMap<ProviderKey, List<Attempt>> attempts, int rank, ProviderKey key) {
        for (Attempt attempt : attempts.getOrDefault(key, List.of())) {
            if (attempt.modelIndex() == gate.ranked.modelIndex(rank)
                    && attempt.endpoint().equals(gate.ranked.endpoint(rank))) {
                return true;
            }
        }
        return false;
    }

    private void add(int rank, ProviderKey key, ExclusionReason reason, SourceLocation location) {
        String model = gate.ranked.model(rank).slug();
        exclusions.add(new Exclusion(model, key.provider(), key.name(), key.tier(), reason, location));
    }
}

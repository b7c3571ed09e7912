package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model's copies, walked in order, and only as far as somebody asks: few requests need more than the first, however many
 * keys there are. Belongs to one request and is not safe for use by several threads at once.
 */
final class ModelWalk implements PlannedModel {

    private static final Tier[] TIERS = Tier.values();

    private final CopyGate gate;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> cooling = new ArrayList<>(0);

    private int tier;
    private int rank = -1;
    private Iterator<ProviderKey> keys = Collections.emptyIterator();

    /** Keys of this tier and endpoint whose limits do not carry the request: they come last. */
    private List<ProviderKey> spent = List.of();

    private boolean atSpent;

    ModelWalk(CopyGate gate) {
        this.gate = gate;
    }

    @Override
    public Model model() {
        return gate.model;
    }

    @Override
    public @Nullable Attempt attempt(int place) {
        while (attempts.size() <= place) {
            if (!step()) {
                return null;
            }
        }
        return attempts.get(place);
    }

    @Override
    public List<Attempt> attempts() {
        finish();
        return attempts;
    }

    @Override
    public List<Attempt> cooling() {
        finish();
        return cooling;
    }

    @Override
    public boolean endsPlan() {
        return gate.end != null && gate.end.modelIndex() == gate.modelIndex;
    }

    /** Walks until there are so many attempts; returns how many there are, which is less only at the end. */
    int reach(int wanted) {
        return wanted == 0 || attempt(wanted - 1) == null ? attempts.size() : wanted;
    }

    private void finish() {
        while (step()) {
            // until the end
        }
    }

    private boolean step() {
        while (!keys.hasNext()) {
            if (!spent.isEmpty()) {
                keys = spent.iterator();
                spent = List.of();
                atSpent = true;
            } else if (!nextSection()) {
                return false;
            }
        }
        consider(endpoint(), keys.next());
        return true;
    }

    private boolean nextSection() {
        if (tier == TIERS.length) {
            return false;
        }
        if (++rank < gate.endpoints.size()) {
            keys = keysOf(TIERS[tier], endpoint());
        } else {
            rank = -1;
            tier++;
        }
        atSpent = false;
        return true;
    }

    private Endpoint endpoint() {
        return gate.endpoints.get(rank);
    }

    private Iterator<ProviderKey> keysOf(Tier section, Endpoint endpoint) {
        if (gate.againstEndpoint(endpoint) != null) {
            return Collections.emptyIterator();
        }
        String provider = endpoint.provider().name();
        if (section != Tier.SHARED) {
            return gate.workspace.ownKeys(provider).of(section, gate.request.caller());
        }
        List<ProviderKey> shared = gate.policy.sharedKeysFor(provider);
        return shared.isEmpty() || gate.againstShared(endpoint) != null
                ? Collections.emptyIterator()
                : shared.iterator();
    }

    private void consider(Endpoint endpoint, ProviderKey key) {
        if (!atSpent) {
            if (gate.filter(key) != null) {
                return;
            }
            if (!gate.carries(key, endpoint)) {
                spent = with(spent, key);
                return;
            }
        }
        if (gate.againstUse(rank, key) == null) {
            Attempt attempt = gate.attempt(endpoint, key);
            (gate.isReady(attempt) ? attempts : cooling).add(attempt);
        }
    }

    private static List<ProviderKey> with(List<ProviderKey> keys, ProviderKey key) {
        List<ProviderKey> all = keys.isEmpty() ? new ArrayList<>() : keys;
        all.add(key);
        return all;
    }
}

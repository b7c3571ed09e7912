package dev.byok.plan;

import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The copies of one model, or of several that are merged, walked in order, and only as far as somebody asks: few requests need more than the first, however many
 * keys there are. Belongs to one request and is not safe for use by several threads at once.
 */
final class ModelWalk implements PlannedModel {

    private final CopyGate gate;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> cooling = new ArrayList<>(0);

    private int section = -1;
    private int rank;
    private Iterator<ProviderKey> keys = Collections.emptyIterator();

    /** Keys of this tier and endpoint whose limits do not carry the request: they come last. */
    private List<ProviderKey> spent = List.of();

    private boolean atSpent;

    ModelWalk(CopyGate gate) {
        this.gate = gate;
    }

    @Override
    public int firstModel() {
        return gate.firstModel;
    }

    @Override
    public int endModel() {
        return gate.endModel;
    }

    @Override
    public Model model(int index) {
        return gate.model(index);
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
        return gate.endsHere();
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
        consider(keys.next());
        return true;
    }

    private boolean nextSection() {
        if (section + 1 >= gate.sections().count()) {
            return false;
        }
        section++;
        rank = gate.sections().rank(section);
        keys = gate.againstEndpoint(rank) != null
                ? Collections.emptyIterator()
                : gate.inTurn(rank, gate.copies(gate.sections().tier(section), rank));
        atSpent = false;
        return true;
    }

    private void consider(ProviderKey key) {
        if (!atSpent) {
            if (gate.filter(key, rank) != null) {
                return;
            }
            if (!gate.carries(key, gate.ranked.endpoint(rank))) {
                spent = with(spent, key);
                return;
            }
        }
        if (gate.againstUse(rank, key) == null) {
            Attempt attempt = gate.attempt(rank, key);
            (gate.isReady(attempt) ? attempts : cooling).add(attempt);
        }
    }

    private static List<ProviderKey> with(List<ProviderKey> keys, ProviderKey key) {
        List<ProviderKey> all = keys.isEmpty() ? new ArrayList<>() : keys;
        all.add(key);
        return all;
    }
}

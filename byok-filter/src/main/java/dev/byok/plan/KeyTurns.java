package dev.byok.plan;

import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import dev.byok.sticky.Pin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which order the keys of one section take turns: the one that a conversation stays with, then by the profile's rotation. */
final class KeyTurns {

    /** What is drawn for keys has nothing to do with what is drawn for a model's endpoints. */
    private static final int KEYS = -1;

    private final PlanRequest request;
    private final Rotation rotation;
    private final @Nullable Pin pin;

    private record Turn(ProviderKey key, double value) {}

    private KeyTurns(PlanRequest request, Rotation rotation, @Nullable Pin pin) {
        this.request = request;
        this.rotation = rotation;
        this.pin = pin;
    }

    /**
     * Returns the same keys in the order of their turns.
     *
     * @param keys of one section, by position
     */
    static Iterator<ProviderKey> of(PlanRequest request, String model, Endpoint endpoint, Iterator<ProviderKey> keys) {
        Rotation rotation = request.caller().profile().balancing().rotation();
        Preferences preferences = request.preferences();
        Pin pin = preferences.asked().order().isEmpty() ? preferences.pins().of(model) : null;
        if (pin != null && !pin.isAt(endpoint)) {
            pin = null;
        }
        return (rotation == Rotation.ORDERED && pin == null) || !keys.hasNext()
                ? keys
                : new KeyTurns(request, rotation, pin).inTurn(keys);
    }

    private Iterator<ProviderKey> inTurn(Iterator<ProviderKey> keys) {
        List<Turn> turns = new ArrayList<>();
        while (keys.hasNext()) {
            ProviderKey key = keys.next();
            turns.add(new Turn(key, pin != null && pin.isOf(key) ? Double.NEGATIVE_INFINITY : value(key)));
        }
        turns.sort(Comparator.comparingDouble(Turn::value));
        Iterator<Turn> sorted = turns.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return sorted.hasNext();
            }

            @Override
            public ProviderKey next() {
                return sorted.next().key();
            }
        };
    }

    private double value(ProviderKey key) {
        Preferences preferences = request.preferences();
        String workspace = request.caller().workspace();
        return switch (rotation) {
            case ORDERED -> 0;
            case ROUND_ROBIN -> preferences.uses().latest(workspace, key);
            case LEAST_USED -> preferences.uses().within(workspace, key, request.now());
            case WEIGHTED -> preferences.draw().arrival(KEYS, key.name().hashCode()) / key.weight();
        };
    }
}

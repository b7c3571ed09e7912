package dev.byok.e2e;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Keys that change their state while they are used, every few calls, as a seed has it. */
final class FlippingKeys {

    /** What calls with a key get. */
    enum KeyState {
        HEALTHY,
        RATE_LIMITED,
        REJECTED,
        FAILING,
        RESETTING
    }

    private static final int CALLS_PER_FLIP = 4;

    private final Random random;
    private final Map<String, List<KeyState>> possible = new TreeMap<>();
    private final Map<String, KeyState> states = new TreeMap<>();
    private int calls;
    private int flips;
    private boolean settled;

    FlippingKeys(long seed) {
        this.random = new Random(seed);
    }

    /** Adds a key and the states it may be in; a state named twice is twice as likely. */
    FlippingKeys key(String credential, KeyState... states) {
        possible.put(credential, List.of(states));
        this.states.put(credential, states[0]);
        return this;
    }

    /** Returns the state of a key at this call. */
    synchronized KeyState stateFor(String credential) {
        if (!settled && ++calls % CALLS_PER_FLIP == 0) {
            flip();
        }
        KeyState state = states.get(credential);
        if (state == null) {
            throw new IllegalArgumentException("a call with a credential that is nobody's");
        }
        return state;
    }

    synchronized int flips() {
        return flips;
    }

    /** From now on every key is healthy. */
    synchronized void settle() {
        settled = true;
        states.replaceAll((credential, state) -> KeyState.HEALTHY);
    }

    private void flip() {
        List<Map.Entry<String, List<KeyState>>> keys = List.copyOf(possible.entrySet());
        Map.Entry<String, List<KeyState>> key = keys.get(random.nextInt(keys.size()));
        KeyState now = key.getValue().get(random.nextInt(key.getValue().size()));
        flips += states.put(key.getKey(), now) == now ? 0 : 1;
    }
}

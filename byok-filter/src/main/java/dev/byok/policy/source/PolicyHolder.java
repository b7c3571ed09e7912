package dev.byok.policy.source;

import dev.byok.policy.PolicySnapshot;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The policy in force. Safe to use from any thread; a request reads it once and keeps what it got. */
public final class PolicyHolder {

    private final AtomicReference<@Nullable PolicySnapshot> snapshot = new AtomicReference<>();

    /** Holds none yet. */
    public PolicyHolder() {}

    /** Holds one that stays, for who looks at a policy without a gateway. */
    public PolicyHolder(PolicySnapshot only) {
        snapshot.set(only);
    }

    /** Returns the policy in force; null until a first one has been loaded. */
    public @Nullable PolicySnapshot current() {
        return snapshot.get();
    }

    void set(PolicySnapshot next) {
        snapshot.set(next);
    }
}

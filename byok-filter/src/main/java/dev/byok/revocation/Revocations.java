package dev.byok.revocation;

import dev.byok.policy.Caller;
import dev.byok.policy.ProviderKey;
import java.util.Set;

/** What is switched off now. Consulted before each attempt, so {@link #inForce()} neither blocks nor computes. */
public interface Revocations {

    /** Returns all of them; does not change afterwards. */
    Set<Revocation> inForce();

    /** Switches something off, for requests under way too. Returns false if it was off already. */
    boolean revoke(Revocation what);

    /** Lifts a revocation. Returns false if there was none. */
    boolean lift(Revocation what);

    default boolean coverCaller(Caller caller) {
        Set<Revocation> all = inForce();
        return !all.isEmpty() && all.contains(Revocation.ofCaller(caller));
    }

    /** Returns whether the credential is switched off, or its provider. */
    default boolean coverKey(String workspace, ProviderKey key) {
        Set<Revocation> all = inForce();
        return !all.isEmpty()
                && (all.contains(Revocation.ofKey(workspace, key))
                        || all.contains(Revocation.ofProvider(key.provider())));
    }

    /** Returns whether an attempt of a caller with a credential is switched off for any reason. */
    default boolean coverAttempt(Caller caller, ProviderKey key) {
        if (inForce().isEmpty()) {
            return false;
        }
        return coverCaller(caller) || coverEnvironmentOf(caller) || coverKey(caller.workspace(), key);
    }

    private boolean coverEnvironmentOf(Caller caller) {
        String environment = caller.environment();
        return environment != null && inForce().contains(Revocation.ofEnvironment(caller.workspace(), environment));
    }
}

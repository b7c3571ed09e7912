package dev.byok.secret.vault;

import org.springframework.vault.core.VaultOperations;

/** A way to Vault: the host's own, or a connection of ours. */
public interface VaultAccess {

    VaultOperations operations();

    /** Returns whether the token was no longer good, so that a new one stands in its place. */
    boolean loggedInAnew();

    /** Returns the host's own, whose token is the host's business. */
    static VaultAccess of(VaultOperations operations) {
        return new VaultAccess() {

            @Override
            public VaultOperations operations() {
                return operations;
            }

            @Override
            public boolean loggedInAnew() {
                return false;
            }
        };
    }
}

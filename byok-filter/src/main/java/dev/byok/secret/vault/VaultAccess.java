package dev.byok.secret.vault;

import org.jspecify.annotations.Nullable;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.support.VaultToken;

/** A way to Vault: the host's own, or a connection of ours. */
public interface VaultAccess {

    VaultOperations operations();

    /** Returns what readings are made with now; null where that is the host's business. */
    @Nullable
    VaultToken token();

    /** Returns whether a new token stands in place of one that Vault refused, which is found out first if need be. */
    boolean isReplaced(VaultToken refused);

    /** Returns the host's own, whose token is the host's business. */
    static VaultAccess of(VaultOperations operations) {
        return new VaultAccess() {

            @Override
            public VaultOperations operations() {
                return operations;
            }

            @Override
            public @Nullable VaultToken token() {
                return null;
            }

            @Override
            public boolean isReplaced(VaultToken refused) {
                return false;
            }
        };
    }
}

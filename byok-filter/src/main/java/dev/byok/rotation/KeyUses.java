package dev.byok.rotation;

import dev.byok.policy.ProviderKey;
import java.time.Instant;

/** Remembers how much keys were used. Thread-safe; never blocks. */
public interface KeyUses extends KeyUseView {

    /** Notes that a key is used now. */
    void used(String workspace, ProviderKey key, Instant now);
}

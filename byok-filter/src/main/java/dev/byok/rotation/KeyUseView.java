package dev.byok.rotation;

import dev.byok.policy.ProviderKey;
import java.time.Instant;

/** What a plan may know of how much keys were used. */
public interface KeyUseView {

    /** Where no key was ever used. */
    KeyUseView UNUSED = new KeyUseView() {
        @Override
        public long latest(String workspace, ProviderKey key) {
            return 0;
        }

        @Override
        public long within(String workspace, ProviderKey key, Instant now) {
            return 0;
        }
    };

    /** Returns a number that is the higher the later the key was used; 0 if it never was. */
    long latest(String workspace, ProviderKey key);

    /** Returns how often the key was used within the last minute. */
    long within(String workspace, ProviderKey key, Instant now);
}

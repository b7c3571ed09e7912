package dev.byok.command.keys;

import dev.byok.quota.Remaining;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one key.
 *
 * @param detail why, safe to print; null where the state says it all
 * @param missing models that the policy serves by it and the provider's list does not name
 * @param left what the provider says is left of its limits
 * @param fingerprint equal for equal secrets, in this run alone; null where none was read
 */
record KeyFinding(
        KeyInUse key,
        KeyState state,
        @Nullable String detail,
        List<String> missing,
        List<Remaining> left,
        @Nullable String fingerprint) {

    KeyFinding {
        missing = List.copyOf(missing);
        left = List.copyOf(left);
    }

    static KeyFinding of(KeyInUse key, KeyState state, @Nullable String detail) {
        return new KeyFinding(key, state, detail, List.of(), List.of(), null);
    }

    KeyFinding withFingerprint(String fingerprint) {
        return new KeyFinding(key, state, detail, missing, left, fingerprint);
    }
}

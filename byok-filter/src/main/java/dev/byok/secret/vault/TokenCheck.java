package dev.byok.secret.vault;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.support.VaultToken;

/**
 * Finds out whether a reading was refused for its token, by having that renewed: once for all readings that are refused within
 * a few seconds, since a token without a right to one secret may have none to thousands. Thread-safe; blocks.
 */
final class TokenCheck {

    /** How long a token that has been looked at is left alone. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private final Supplier<VaultToken> current;
    private final Runnable renewal;
    private final LongSupplier nanoTime;
    private @Nullable Long checkedAt;

    /**
     * @param current the token in use, after a login if there is none
     * @param renewal after which the token in use is another one if the old one was no longer good
     * @param nanoTime a clock that never jumps, in nanoseconds
     */
    TokenCheck(Supplier<VaultToken> current, Runnable renewal, LongSupplier nanoTime) {
        this.current = current;
        this.renewal = renewal;
        this.nanoTime = nanoTime;
    }

    /** Returns whether there is another token by now than the one that was refused. */
    synchronized boolean isReplaced(VaultToken refused) {
        if (isReplacedAlready(refused)) {
            return true;
        }
        Long before = checkedAt;
        long now = nanoTime.getAsLong();
        if (before != null && now - before < EVERY.toNanos()) {
            return false;
        }
        checkedAt = now;
        renewal.run();
        return isReplacedAlready(refused);
    }

    /** Renewed it may last longer, by which it is no other. */
    private boolean isReplacedAlready(VaultToken refused) {
        return !Arrays.equals(refused.toCharArray(), current.get().toCharArray());
    }
}

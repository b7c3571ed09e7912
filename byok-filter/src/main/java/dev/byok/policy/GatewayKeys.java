package dev.byok.policy;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gateway keys of all callers, found by the SHA-256 of the token: one map access, then a constant-time comparison. */
public final class GatewayKeys {

    /**
     * One gateway key as the policy holds it.
     *
     * @param sha256 32 bytes; not to be changed
     * @param expires from when it is refused; null for never
     */
    public record Entry(
            byte[] sha256, Caller caller, @Nullable Instant expires) {

        /** Returns whether it is not expired. */
        public boolean isValid(Instant now) {
            return expires == null || now.isBefore(expires);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry
                    && Arrays.equals(entry.sha256, sha256)
                    && entry.caller.equals(caller)
                    && Objects.equals(entry.expires, expires);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(sha256);
        }
    }

    private final Map<Digest, Entry> entries;

    public GatewayKeys(List<Entry> entries) {
        Map<Digest, Entry> byDigest = new HashMap<>();
        entries.forEach(entry -> byDigest.put(new Digest(entry.sha256()), entry));
        this.entries = Map.copyOf(byDigest);
    }

    /** Returns the key with this hash, expired or not, or null. */
    public @Nullable Entry find(byte[] sha256) {
        Entry entry = entries.get(new Digest(sha256));
        return entry != null && MessageDigest.isEqual(entry.sha256(), sha256) ? entry : null;
    }

    /** Returns all keys, expired ones included, in no order. */
    public Stream<Entry> all() {
        return entries.values().stream();
    }

    /** Returns who holds the keys, once per key. */
    public Stream<Caller> callers() {
        return all().map(Entry::caller);
    }

    public int size() {
        return entries.size();
    }

    private record Digest(byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
        }

        @Override
        public int hashCode() {
            return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        }
    }
}

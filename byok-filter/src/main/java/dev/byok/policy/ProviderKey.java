package dev.byok.policy;

import dev.byok.secret.SecretReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential for one provider: a workspace's own, or one of the operator's (tier {@link Tier#SHARED}, without filters
 * and always {@link SharedCapacityRule#USE} and {@link OnFailure#CONTINUE}).
 *
 * @param provider the provider's name
 * @param tier the section it stands in
 * @param position from 0, within its section
 * @param secret null only where the provider needs none
 * @param expires from when it is not used any more; null for never
 * @param declared what its account's own contract says of content
 * @param weight its share of the requests of its section where keys are drawn by weight; 1 or more
 */
public record ProviderKey(
        String name,
        String provider,
        Tier tier,
        int position,
        @Nullable SecretReference secret,
        boolean enabled,
        @Nullable Instant expires,
        KeyFilters filters,
        SharedCapacityRule sharedCapacity,
        OnFailure onFailure,
        SourceLocation location,
        KeyNotes notes,
        DataDeclarations declared,
        int weight) {

    /** One that weighs what others do. */
    public ProviderKey(
            String name,
            String provider,
            Tier tier,
            int position,
            @Nullable SecretReference secret,
            boolean enabled,
            @Nullable Instant expires,
            KeyFilters filters,
            SharedCapacityRule sharedCapacity,
            OnFailure onFailure,
            SourceLocation location,
            KeyNotes notes,
            DataDeclarations declared) {
        this(
                name,
                provider,
                tier,
                position,
                secret,
                enabled,
                expires,
                filters,
                sharedCapacity,
                onFailure,
                location,
                notes,
                declared,
                1);
    }

    /** A key of which nothing is noted or declared. */
    public ProviderKey(
            String name,
            String provider,
            Tier tier,
            int position,
            @Nullable SecretReference secret,
            boolean enabled,
            @Nullable Instant expires,
            KeyFilters filters,
            SharedCapacityRule sharedCapacity,
            OnFailure onFailure,
            SourceLocation location) {
        this(
                name,
                provider,
                tier,
                position,
                secret,
                enabled,
                expires,
                filters,
                sharedCapacity,
                onFailure,
                location,
                KeyNotes.NONE,
                DataDeclarations.NONE);
    }

    /** Returns whether the key is switched on and not expired. */
    public boolean usable(Instant now) {
        return enabled && (expires == null || now.isBefore(expires));
    }
}

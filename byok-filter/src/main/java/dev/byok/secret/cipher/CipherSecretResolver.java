package dev.byok.secret.cipher;

import dev.byok.secret.CipherText;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretContent;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretStore;
import dev.byok.secret.SecretUnavailableException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads {@code cipher:owner/ciphertext}. The key is read anew for each, so that a rotated one is found. */
public final class CipherSecretResolver implements SecretResolver {

    private final @Nullable Mono<Secret> key;

    /** @param key null where the host has set none */
    public CipherSecretResolver(@Nullable Mono<Secret> key) {
        this.key = key;
    }

    @Override
    public String scheme() {
        return CipherText.SCHEME;
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        if (key == null) {
            return Mono.error(new SecretUnavailableException(reference, SecretStore.CIPHER.remedy()));
        }
        return key.onErrorMap(SecretUnavailableException.class, failure -> keyless(reference, failure.reason()))
                .map(json -> decrypt(reference, json))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Secret decrypt(SecretReference reference, Secret json) {
        try {
            byte[] value = CipherKey.parse(json).decrypt(CipherText.of(reference));
            return SecretContent.whole(reference, value);
        } catch (GeneralSecurityException e) {
            throw new SecretUnavailableException(
                    reference, "encrypted with another key or for another workspace, or changed since");
        } catch (IllegalArgumentException e) {
            throw keyless(reference, String.valueOf(e.getMessage()));
        }
    }

    private static SecretUnavailableException keyless(SecretReference reference, String reason) {
        return new SecretUnavailableException(reference, "the key to decrypt it with cannot be read: " + reason);
    }
}

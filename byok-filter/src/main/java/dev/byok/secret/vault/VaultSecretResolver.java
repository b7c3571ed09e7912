package dev.byok.secret.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.byok.secret.BlockingRead;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretContent;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretStore;
import dev.byok.secret.SecretUnavailableException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.support.VaultResponse;
import org.springframework.vault.support.VaultToken;
import reactor.core.publisher.Mono;

/**
 * Reads {@code vault:mount/path#field} from KV stores of version 1 and 2; which one a mount is, Vault itself says. Spring
 * Vault's client blocks, so that it is used off the event loops.
 */
public final class VaultSecretResolver implements SecretResolver {

    private final Supplier<@Nullable VaultAccess> access;
    private final VaultMounts mounts = new VaultMounts();

    /** @param access asked anew for each reading; null while the host has set up none */
    public VaultSecretResolver(Supplier<@Nullable VaultAccess> access) {
        this.access = access;
    }

    @Override
    public String scheme() {
        return "vault";
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return BlockingRead.of(() -> read(reference));
    }

    private Secret read(SecretReference reference) {
        VaultAccess vault = access.get();
        if (vault == null) {
            throw new SecretUnavailableException(reference, SecretStore.VAULT.remedy());
        }
        try {
            return read(vault, reference);
        } catch (RuntimeException e) {
            throw VaultFailure.of(reference, e);
        }
    }

    /** A token that Vault has forgotten, say by a restart, is replaced once. */
    private Secret read(VaultAccess vault, SecretReference reference) {
        VaultToken token = vault.token();
        try {
            return readOnce(vault, reference);
        } catch (RuntimeException e) {
            if (token != null && VaultFailure.isForbidden(e) && vault.isReplaced(token)) {
                return readOnce(vault, reference);
            }
            throw e;
        }
    }

    private Secret readOnce(VaultAccess vault, SecretReference reference) {
        VaultMount mount = mounts.of(vault.operations(), reference);
        VaultResponse response = vault.operations().read(mount.pathOf(reference.location()));
        Map<?, ?> data = response == null ? null : mount.content(response.getData());
        if (data == null) {
            // Vault may have the path again as another kind of store.
            mounts.forget(mount);
            throw new SecretUnavailableException(reference, "there is no such secret");
        }
        Object value = data.get(reference.field());
        if (value == null) {
            throw new SecretUnavailableException(reference, "there is no such field");
        }
        if (!(value instanceof String text)) {
            throw new SecretUnavailableException(reference, "the field is not text");
        }
        return SecretContent.whole(reference, text.getBytes(UTF_8));
    }
}

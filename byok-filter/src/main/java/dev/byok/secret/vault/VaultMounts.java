package dev.byok.secret.vault;

import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.support.VaultResponse;

/**
 * The mounts met so far. Vault tells a path's by {@code sys/internal/ui/mounts/PATH}, as to its own command line client: any
 * token may ask that has some right below the mount.
 */
final class VaultMounts {

    /** By path; no mount lies within another, so that a secret is below one at most. */
    private final Set<VaultMount> known = ConcurrentHashMap.newKeySet();

    VaultMount of(VaultOperations vault, SecretReference reference) {
        for (VaultMount mount : known) {
            if (reference.location().startsWith(mount.path())) {
                return mount;
            }
        }
        VaultMount mount = ask(vault, reference);
        known.add(mount);
        return mount;
    }

    void forget(VaultMount mount) {
        known.remove(mount);
    }

    private static VaultMount ask(VaultOperations vault, SecretReference reference) {
        VaultResponse response = vault.read("sys/internal/ui/mounts/" + reference.location());
        Map<String, Object> data = response == null ? null : response.getData();
        if (data == null
                || !(data.get("path") instanceof String path)
                || !reference.location().startsWith(path)) {
            throw new SecretUnavailableException(reference, "there is no such mount");
        }
        if (!"kv".equals(data.get("type")) && !"generic".equals(data.get("type"))) {
            throw new SecretUnavailableException(reference, "the mount is not a KV store");
        }
        boolean versioned = data.get("options") instanceof Map<?, ?> options && "2".equals(options.get("version"));
        return new VaultMount(path, versioned);
    }
}

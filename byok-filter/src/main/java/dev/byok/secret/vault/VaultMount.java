package dev.byok.secret.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a KV store is mounted.
 *
 * @param path with a slash at its end
 * @param versioned whether it is of version 2
 */
record VaultMount(String path, boolean versioned) {

    /** Returns the path of the API for a secret's. */
    String pathOf(String location) {
        return versioned ? path + "data/" + location.substring(path.length()) : location;
    }

    /** Returns the fields of what was answered; null where there are none, as after the last version was deleted. */
    @Nullable
    Map<?, ?> content(@Nullable Map<String, Object> data) {
        if (!versioned || data == null) {
            return data;
        }
        return data.get("data") instanceof Map<?, ?> fields ? fields : null;
    }
}

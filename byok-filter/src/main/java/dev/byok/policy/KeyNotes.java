package dev.byok.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people note of a key for each other. No request depends on it.
 *
 * @param owner who answers for the key; null where nobody is named
 * @param reviewBy until when somebody should have looked whether it is still wanted; null for no such date
 */
public record KeyNotes(@Nullable String owner, @Nullable Instant reviewBy) {

    public static final KeyNotes NONE = new KeyNotes(null, null);
}

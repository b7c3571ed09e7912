package dev.byok.policy.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the looks at a source have gone.
 *
 * @param readAt when it was last read; null if it never was
 * @param unreachableSince when the first of the looks failed that all have failed since; null if the last one did not
 * @param failure why the last look failed; null if it did not
 */
record SourceContact(
        @Nullable Instant readAt,
        @Nullable Instant unreachableSince,
        @Nullable String failure) {

    static final SourceContact NONE = new SourceContact(null, null, null);

    SourceContact failed(String why, Instant now) {
        return new SourceContact(readAt, unreachableSince == null ? now : unreachableSince, why);
    }
}

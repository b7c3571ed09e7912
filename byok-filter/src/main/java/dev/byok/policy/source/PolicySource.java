package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;

/** Where the files of the policy are kept. */
public interface PolicySource extends AutoCloseable {

    /**
     * Returns all files as they are now. Blocks: never called on an event loop. A source that is being written may return
     * a mixture; whoever calls compares two reads, unless it {@link #readsWhole()}.
     *
     * @throws IOException where the files cannot be had; its message holds nothing of their contents
     * @throws dev.byok.policy.document.PolicyRejectedException where this version holds what no policy can
     */
    PolicyFiles read() throws IOException;

    /** Returns whether each read is of one version by itself, so that no second one need confirm it. */
    default boolean readsWhole() {
        return false;
    }

    /** Returns the source for logs, as in {@code file:/etc/byok}. */
    String description();

    /** Gives back what the source holds; there are no reads after it. */
    @Override
    default void close() {}
}

package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;

/** Where the files of the policy are kept. */
public interface PolicySource {

    /**
     * Returns all files as they are now. Blocks: never called on an event loop. A source that is being written may return
     * a mixture; whoever calls compares two reads.
     *
     * @throws IOException where the files cannot be had; its message holds nothing of their contents
     */
    PolicyFiles read() throws IOException;

    /** Returns the source for logs, as in {@code file:/etc/byok}. */
    String description();
}

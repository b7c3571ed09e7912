package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a source until two consecutive reads agree, so that a set of files being written is not taken for a version. */
final class SettledReader {

    private static final int MAX_READS = 10;

    /** Waits; interrupted where the wait should end early. */
    interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    private final PolicySource source;
    private final Duration delay;
    private final Pause pause;

    SettledReader(PolicySource source, Duration delay, Pause pause) {
        this.source = source;
        this.delay = delay;
        this.pause = pause;
    }

    /**
     * Returns a version that is not known yet and at rest; null where there is nothing new, or no rest so far.
     *
     * @param known versions that need no second look
     */
    @Nullable
    PolicyFiles read(Predicate<String> known) throws IOException, InterruptedException {
        PolicyFiles last = source.read();
        if (source.readsWhole()) {
            return known.test(last.version()) ? null : last;
        }
        for (int reads = 1; reads < MAX_READS && !known.test(last.version()); reads++) {
            pause.await(delay);
            PolicyFiles next = source.read();
            if (next.version().equals(last.version())) {
                return next;
            }
            last = next;
        }
        return null;
    }
}

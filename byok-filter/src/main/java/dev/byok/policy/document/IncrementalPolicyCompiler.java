package dev.byok.policy.document;

import dev.byok.policy.PolicySnapshot;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the versions of one policy, one after the other. A version in which only workspaces' files changed takes their
 * reading alone; what comes of it is what {@link PolicyCompiler#compile} makes of all of it. Where everything has to be
 * read again while requests are served by the last version, it takes no more than a quarter of the machine. For one thread
 * at a time.
 */
public final class IncrementalPolicyCompiler {

    /** Whoever may take a quarter of four processors need not rest. */
    private static final int ENOUGH_PROCESSORS = 4;

    private @Nullable Compiled last;

    /**
     * Returns the compiled policy.
     *
     * @throws PolicyRejectedException with all problems, none of which holds anything like a credential
     */
    public PolicySnapshot compile(PolicyFiles files) {
        Compiled compiled = last == null ? null : PolicyCompiler.compileChanges(files, last);
        // What is wrong is said by a compilation of all of it, in which each problem stands where it belongs.
        last = compiled == null ? PolicyCompiler.compileWhole(files, last, rest()) : compiled;
        return last.snapshot();
    }

    private Runnable rest() {
        int processors = Runtime.getRuntime().availableProcessors();
        if (last == null || processors >= ENOUGH_PROCESSORS) {
            return () -> {};
        }
        long[] since = {System.nanoTime()};
        return () -> {
            long worked = System.nanoTime() - since[0];
            LockSupport.parkNanos(worked * (ENOUGH_PROCESSORS - processors) / processors);
            since[0] = System.nanoTime();
        };
    }
}

package dev.byok.policy.source;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.IncrementalPolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.policy.document.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the policy in force up to date with its source: a new version that compiles replaces the old one in a single
 * assignment, one that does not is reported once and changes nothing. Owns one daemon thread from {@link #start()} to
 * {@link #close()}.
 */
public final class PolicyWatcher implements AutoCloseable {

    /** How far apart the two reads are that have to agree. */
    public static final Duration DEFAULT_SETTLE_DELAY = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(PolicyWatcher.class);
    private static final double JITTER = 0.1;
    private static final long CLOSE_MILLIS = 2_000;

    private final PolicySource source;
    private final PolicyHolder holder;
    private final Duration pollInterval;
    private final Clock clock;
    private final Function<PolicyFiles, PolicySnapshot> compiler;
    private final SettledReader reader;
    private final Semaphore nudges = new Semaphore(0);
    private final List<Consumer<PolicySnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::watch, "byok-policy");

    private volatile @Nullable Refusal lastRefusal;
    private volatile @Nullable InForce inForce;
    private volatile SourceContact contact = SourceContact.NONE;
    private final AtomicLong refusals = new AtomicLong();
    private volatile boolean closed;
    private @Nullable LastGood lastGood;

    private record InForce(PolicySnapshot policy, Instant since) {}

    /** @param clock tells when a version came into force or was refused */
    public PolicyWatcher(
            PolicySource source, PolicyHolder holder, Duration pollInterval, Duration settleDelay, Clock clock) {
        this(source, holder, pollInterval, settleDelay, clock, new IncrementalPolicyCompiler()::compile);
    }

    PolicyWatcher(
            PolicySource source,
            PolicyHolder holder,
            Duration pollInterval,
            Duration settleDelay,
            Clock clock,
            Function<PolicyFiles, PolicySnapshot> compiler) {
        this.source = source;
        this.holder = holder;
        this.pollInterval = pollInterval;
        this.clock = clock;
        this.compiler = compiler;
        this.reader = new SettledReader(source, settleDelay, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
        this.thread.setDaemon(true);
    }

    /** Sets where each policy that came into force is kept for a start without its source. To be called before that. */
    public void keepIn(LastGood copy) {
        lastGood = copy;
    }

    /**
     * Loads once, blocking, then watches. Does not fail for a policy that is missing or wrong: the last good one is in
     * force then if it has been kept, else there is none, until the source has a good one. To be called once.
     */
    public void start() {
        try {
            poll();
            if (holder.current() == null && lastGood != null) {
                restore(lastGood);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.start();
    }

    /** Asks for a look at the source now, for instance because somebody pushed. Returns at once. */
    public void pollNow() {
        nudges.release();
    }

    /** Adds who is told of each policy after it came into force, on this watcher's thread or that of the start. */
    public void addListener(Consumer<PolicySnapshot> listener) {
        listeners.add(listener);
    }

    /** Returns why the version that the source offers is not in force; null where it is. */
    public @Nullable Refusal lastRefusal() {
        return lastRefusal;
    }

    /** Returns what is in force and what is not, for somebody to read. */
    public PolicyStatus status() {
        InForce now = inForce;
        SourceContact last = contact;
        return new PolicyStatus(
                source.description(),
                now == null ? null : now.policy(),
                now == null ? null : now.since(),
                lastRefusal,
                refusals.get(),
                last.readAt(),
                last.unreachableSince());
    }

    /** Ends the watching and closes the source; the policy in force stays. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        source.close();
    }

    private void watch() {
        try {
            while (!closed) {
                if (nudges.tryAcquire(jittered().toNanos(), TimeUnit.NANOSECONDS)) {
                    nudges.drainPermits();
                }
                poll();
            }
        } catch (InterruptedException e) {
            // closed: nothing is left to do on this thread
            Thread.currentThread().interrupt();
        } catch (VirtualMachineError e) {
            log.error("policy source {} is no longer watched", source.description(), e);
            throw e;
        }
    }

    private Duration jittered() {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (pollInterval.toNanos() * factor));
    }

    private void poll() throws InterruptedException {
        try {
            PolicyFiles files = reader.read(this::isKnown);
            reachable();
            if (files != null && load(files)) {
                keep(files);
            }
        } catch (PolicyRejectedException e) {
            reachable();
            if (!isKnown(e.version())) {
                refuse(e);
            }
        } catch (IOException e) {
            unreachable(e.toString());
        } catch (RuntimeException | Error e) {
            rethrowFatal(e);
            // Whatever went wrong, the next version deserves a look.
            unreachable(e.toString());
            log.debug("policy source {} failed", source.description(), e);
        }
    }

    private boolean isKnown(String version) {
        Refusal refusal = lastRefusal;
        if (version.equals(versionInForce())) {
            if (refusal != null) {
                log.info("policy source {} is back at {}, which is in force", source.description(), version);
                lastRefusal = null;
            }
            return true;
        }
        return refusal != null && version.equals(refusal.version());
    }

    /** Puts a version in force, or reports what is wrong with it. */
    private boolean load(PolicyFiles files) {
        PolicySnapshot snapshot;
        try {
            snapshot = compiler.apply(files);
        } catch (PolicyRejectedException e) {
            refuse(e);
            return false;
        } catch (RuntimeException | Error e) {
            rethrowFatal(e);
            refuse(defect(files.version(), e));
            return false;
        }
        inForce = new InForce(snapshot, clock.instant());
        holder.set(snapshot);
        lastRefusal = null;
        log.info(
                "policy {} in force: {} workspaces, {} gateway keys, {} models, {} providers",
                snapshot.version(),
                snapshot.workspaces().size(),
                snapshot.gatewayKeys().size(),
                snapshot.models().size(),
                snapshot.providers().size());
        listeners.forEach(listener -> tell(listener, snapshot));
        return true;
    }

    private void keep(PolicyFiles files) {
        if (lastGood != null) {
            try {
                lastGood.save(source.description(), files);
            } catch (IOException | RuntimeException e) {
                log.error(
                        "policy {} is in force but cannot be kept in {}: {}", files.version(), lastGood, e.toString());
            }
        }
    }

    private void restore(LastGood copy) {
        Refusal refused = lastRefusal;
        try {
            PolicyFiles files = copy.load(source.description());
            if (files != null) {
                log.warn("policy {} is the last good one, from {}", files.version(), copy);
                load(files);
            }
        } catch (IOException | RuntimeException e) {
            log.error("the last good policy in {} cannot be used: {}", copy, e.toString());
        }
        // What the source offers is what there is to say about it, whatever the copy was.
        lastRefusal = refused;
    }

    private void refuse(PolicyRejectedException rejection) {
        String serving = versionInForce();
        log.error(
                "policy {} not applied, {}{}",
                rejection.version(),
                serving == null ? "serving none" : "still serving " + serving,
                rejection.problems().stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        refusals.incrementAndGet();
        lastRefusal = new Refusal(rejection.version(), rejection.problems(), clock.instant());
    }

    /** Describes a failure of ours without its message, which may quote the policy. */
    private static PolicyRejectedException defect(String version, Throwable e) {
        StackTraceElement[] stack = e.getStackTrace();
        String place = stack.length == 0 ? "an unknown place" : stack[0].toString();
        String defect = "a defect of the compiler: " + e.getClass().getName() + " at " + place;
        return new PolicyRejectedException(version, List.of(new Problem("policy", 0, "", null, defect)));
    }

    private static void tell(Consumer<PolicySnapshot> listener, PolicySnapshot snapshot) {
        try {
            listener.accept(snapshot);
        } catch (RuntimeException | Error e) {
            rethrowFatal(e);
            log.error("a listener failed at policy {}; it is in force all the same", snapshot.version(), e);
        }
    }

    /** Nobody can go on in a machine that is broken; a stack is whole again once it has been unwound. */
    private static void rethrowFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    private void unreachable(String failure) {
        if (closed) {
            return;
        }
        SourceContact last = contact;
        contact = last.failed(failure, clock.instant());
        if (!failure.equals(last.failure())) {
            String serving = versionInForce();
            log.error(
                    "policy source {} cannot be read, {}: {}",
                    source.description(),
                    serving == null ? "serving none" : "still serving " + serving,
                    failure);
        }
    }

    private void reachable() {
        if (contact.failure() != null) {
            log.info("policy source {} can be read again", source.description());
        }
        contact = new SourceContact(clock.instant(), null, null);
    }

    private @Nullable String versionInForce() {
        PolicySnapshot current = holder.current();
        return current == null ? null : current.version();
    }
}

package dev.byok.idempotency;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The keys of one node, in its memory only; a restart forgets them. Where there is no room for another answer the oldest
 * ones are dropped, of which the key stays: who asks again is told so rather than billed again. Where there is no room for
 * another key the oldest answered one is forgotten; a request under way never is.
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {

    private final IdempotencyLimits limits;
    private final Clock clock;

    // Below: only touched by who holds this object's monitor, for a few steps at a time.
    private final Map<IdempotencyKey, Entry> running = new HashMap<>();
    private final LinkedHashMap<IdempotencyKey, Entry> ended = new LinkedHashMap<>();
    private final Queue<Entry> withContent = new ArrayDeque<>();
    private long bytes;
    private long dropped;

    public InMemoryIdempotencyStore(IdempotencyLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public void claim(IdempotencyKey key, Fingerprint request, Consumer<Claim> told) {
        told.accept(claim(key, request));
    }

    private synchronized Claim claim(IdempotencyKey key, Fingerprint request) {
        purge();
        Entry known = running.get(key);
        if (known == null) {
            known = ended.get(key);
        }
        if (known != null) {
            return known.request.equals(request) ? known.again() : new Claim.Reused();
        }
        if (running.size() + ended.size() >= limits.maxEntries() && !forgetOldest()) {
            return new Claim.Full();
        }
        Entry fresh = new Entry(key, request);
        running.put(key, fresh);
        return new Claim.First(fresh);
    }

    @Override
    public synchronized void purge() {
        if (ended.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        // They stand in the order in which they ended, and so in that in which they expire.
        Iterator<Entry> oldest = ended.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (now.isBefore(entry.expiresAt)) {
                return;
            }
            oldest.remove();
            entry.drop();
        }
    }

    /** Returns how many keys there are at the moment. */
    public synchronized int entries() {
        return running.size() + ended.size();
    }

    /** Returns how many bytes of answers are held at the moment. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Returns how many answers and keys were given up for others before their time. */
    public synchronized long dropped() {
        return dropped;
    }

    private boolean forgetOldest() {
        Iterator<Entry> oldest = ended.values().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Entry entry = oldest.next();
        oldest.remove();
        entry.drop();
        dropped++;
        return true;
    }

    private boolean makeRoom(long wanted) {
        while (bytes + wanted > limits.maxBytes().toBytes()) {
            Entry oldest = withContent.peek();
            if (oldest == null) {
                return false;
            }
            oldest.drop();
            dropped++;
        }
        return true;
    }

    /** One key. Its waiters are told outside the monitor: what they do is not ours. */
    private final class Entry implements Lease {

        private final IdempotencyKey key;
        private final Fingerprint request;
        private Sinks.@Nullable One<FirstOutcome> told = Sinks.one();
        private @Nullable FirstOutcome outcome;
        private Instant expiresAt = Instant.MAX;
        private int held;

        Entry(IdempotencyKey key, Fingerprint request) {
            this.key = key;
            this.request = request;
        }

        Claim again() {
            Sinks.One<FirstOutcome> waited = told;
            return waited == null
                    ? new Claim.Again(false, Mono.justOrEmpty(outcome))
                    : new Claim.Again(true, waited.asMono());
        }

        @Override
        public boolean reserve(int more) {
            synchronized (InMemoryIdempotencyStore.this) {
                if (told != null && held + (long) more <= limits.maxEntryBytes().toBytes() && makeRoom(more)) {
                    held += more;
                    bytes += more;
                    return true;
                }
                giveBack();
                return false;
            }
        }

        @Override
        public void end(FirstOutcome how, boolean keep) {
            Sinks.One<FirstOutcome> waiting;
            synchronized (InMemoryIdempotencyStore.this) {
                waiting = told;
                if (waiting == null) {
                    return;
                }
                // It would hold what has been dropped.
                told = null;
                outcome = how;
                running.remove(key);
                if (keep && !(how instanceof FirstOutcome.Untried)) {
                    keep(how);
                } else {
                    giveBack();
                }
            }
            waiting.tryEmitValue(how);
        }

        private void keep(FirstOutcome how) {
            expiresAt = clock.instant().plus(limits.ttl());
            ended.put(key, this);
            if (how instanceof FirstOutcome.Answered) {
                withContent.add(this);
            } else {
                giveBack();
            }
        }

        /** Lets the content go: nobody holds it afterwards but who is just being given it. */
        private void drop() {
            if (outcome instanceof FirstOutcome.Answered answered) {
                withContent.remove(this);
                giveBack();
                outcome = new FirstOutcome.Lost(
                        FirstOutcome.Why.DROPPED, answered.answer().generation());
            }
        }

        private void giveBack() {
            bytes -= held;
            held = 0;
        }
    }
}

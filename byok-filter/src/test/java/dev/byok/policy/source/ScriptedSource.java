package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that returns what a test says: queued answers first, then the lasting one. */
final class ScriptedSource implements PolicySource {

    private final Deque<PolicyFiles> queued = new ArrayDeque<>();
    private final AtomicInteger reads = new AtomicInteger();
    private @Nullable PolicyFiles lasting;
    private String failure = "nothing there yet";
    private @Nullable Error broken;

    synchronized void offer(Map<String, String> contents) {
        lasting = PolicyFiles.hashed(contents);
        broken = null;
    }

    /** Returns this once, before anything else. */
    synchronized void offerOnce(Map<String, String> contents) {
        queued.add(PolicyFiles.hashed(contents));
    }

    synchronized void fail(String message) {
        lasting = null;
        failure = message;
    }

    synchronized void breakWith(Error error) {
        broken = error;
    }

    /** Returns how many reads have been answered. */
    int reads() {
        return reads.get();
    }

    @Override
    public synchronized PolicyFiles read() throws IOException {
        reads.incrementAndGet();
        if (broken != null) {
            throw broken;
        }
        PolicyFiles next = queued.poll();
        PolicyFiles answer = next == null ? lasting : next;
        if (answer == null) {
            throw new IOException(failure);
        }
        return answer;
    }

    @Override
    public String description() {
        return "scripted";
    }
}

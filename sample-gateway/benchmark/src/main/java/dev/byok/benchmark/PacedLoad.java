package dev.byok.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Some clients that each ask at a steady pace, so that a gateway that stalls for a moment is asked all the same: a hundred
 * streams a second, about a third of what two cores can do.
 */
final class PacedLoad implements AutoCloseable {

    private static final int CLIENTS = 16;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(160);

    private final Queue<Timed> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;
    private volatile String failure = "";

    /**
     * One answer.
     *
     * @param due when it was to be asked for, in milliseconds since 1970
     * @param micros from then to the first byte of its body
     */
    record Timed(long due, long micros) {}

    PacedLoad(int port, byte[] request) {
        for (int number = 0; number < CLIENTS; number++) {
            long offset = PACE_NANOS * number / CLIENTS;
            Thread client = new Thread(() -> ask(port, request, offset), "paced-" + number);
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
    }

    /** Returns the p99 of what was to be asked for in a span of time, in milliseconds. */
    double p99(long from, long until) {
        long[] micros = between(from, until);
        if (micros.length == 0) {
            throw new FailedException("nobody was answered for " + (until - from) + " ms"
                    + (failure.isEmpty() ? ": the load is more than this machine can do" : ": " + failure));
        }
        return FirstByteLoad.percentile(micros, 99) / 1000.0;
    }

    int count(long from, long until) {
        return between(from, until).length;
    }

    /** Returns how long each took that was to be asked for in a span of time, in microseconds, the quickest first. */
    List<Long> micros(long from, long until) {
        return Arrays.stream(between(from, until)).boxed().toList();
    }

    private long[] between(long from, long until) {
        return answers.stream()
                .filter(answer -> answer.due() >= from && answer.due() < until)
                .mapToLong(Timed::micros)
                .sorted()
                .toArray();
    }

    /** What is late because the one before it was counts from when it was due: else a stall would hide itself. */
    private void ask(int port, byte[] request, long offset) {
        try (FirstByteClient client = new FirstByteClient(port)) {
            long due = System.nanoTime() + offset;
            while (!ended) {
                LockSupport.parkNanos(due - System.nanoTime());
                if (System.nanoTime() - due < 0) {
                    continue;
                }
                long sent = System.nanoTime();
                long dueMillis = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(sent - due);
                FirstByteClient.Timing timing = client.ask(request);
                if (!timing.ok()) {
                    failure = "an answer was not 200";
                }
                answers.add(new Timed(dueMillis, TimeUnit.NANOSECONDS.toMicros(sent - due + timing.firstByte())));
                due += PACE_NANOS;
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    /** Ends it; what went wrong meanwhile fails the run. */
    @Override
    public void close() {
        ended = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!failure.isEmpty()) {
            throw new FailedException("while a policy went live: " + failure);
        }
    }
}

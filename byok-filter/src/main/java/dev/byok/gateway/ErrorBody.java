package dev.byok.gateway;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads the body of a refused answer: it says why, and read to its end its connection can be used again. A long or slow one
 * is cut off, which closes the connection.
 */
final class ErrorBody {

    /** How long to wait for a body that decides what the answer means. */
    static final Duration DECISIVE = Duration.ofSeconds(2);

    /** How long to wait for any other, for the connection's sake. */
    static final Duration DRAINED = Duration.ofMillis(250);

    private static final int MOST = 64 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    private ErrorBody() {}

    /**
     * Returns what came of it within the limit; never fails.
     *
     * @param body the inbound, which is cancelled when it is cut off
     */
    static Mono<byte[]> read(Flux<byte[]> body, Duration limit, Scheduler timers) {
        return Mono.defer(() -> {
            ErrorBody read = new ErrorBody();
            return body.takeUntil(read::full)
                    .then()
                    .timeout(limit, Mono.empty(), timers)
                    .onErrorComplete()
                    .then(Mono.fromSupplier(read::toByteArray));
        });
    }

    private synchronized boolean full(byte[] chunk) {
        bytes.write(chunk, 0, Math.min(chunk.length, MOST - bytes.size()));
        return bytes.size() >= MOST;
    }

    private synchronized byte[] toByteArray() {
        return bytes.toByteArray();
    }
}

package dev.byok.gateway;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * Reads the body of a refused answer: it says why, and read to its end its connection can be used again. A long or slow one
 * is cut off, which closes the connection.
 */
final class ErrorBody {

    private static final int MOST = 64 * 1024;
    private static final Duration LONGEST = Duration.ofMillis(250);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    private ErrorBody() {}

    static Mono<byte[]> read(Connection connection) {
        return Mono.defer(() -> {
            ErrorBody body = new ErrorBody();
            return connection
                    .inbound()
                    .receive()
                    .asByteArray()
                    .takeUntil(body::full)
                    .then()
                    .timeout(LONGEST)
                    .onErrorComplete()
                    .then(Mono.fromSupplier(body::toByteArray));
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

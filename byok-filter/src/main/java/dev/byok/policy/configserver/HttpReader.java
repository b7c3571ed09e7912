package dev.byok.policy.configserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Reads from the server, by one event loop and two connections that nothing else uses: the policy can be had while the
 * gateway's own transport is busy, and never takes from it. Follows no redirect.
 */
final class HttpReader implements AutoCloseable {

    private static final String NAME = "byok-policy";
    private static final int MAX_CONNECTIONS = 2;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Duration timeout;
    private final int maxBytes;
    private final Supplier<Mono<String>> authorization;
    private final ConnectionProvider connections;
    private final LoopResources loops;
    private final HttpClient client;

    /**
     * @param timeout how long one answer may take as a whole
     * @param maxBytes the longest body taken
     * @param authorization the header's value, asked for each request; empty where there is none
     */
    HttpReader(Duration timeout, int maxBytes, Supplier<Mono<String>> authorization) {
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.authorization = authorization;
        this.connections = ConnectionProvider.builder(NAME)
                .maxConnections(MAX_CONNECTIONS)
                .maxIdleTime(Duration.ofSeconds(30))
                .build();
        this.loops = LoopResources.create(NAME, 1, true);
        this.client = HttpClient.create(connections).runOn(loops).followRedirect(false);
    }

    /**
     * Returns the answer, whatever its status; blocks until it has arrived whole.
     *
     * @param etag what is known already; null where nothing is
     * @throws IOException where none came, or a longer one than is taken
     */
    Response get(String uri, String accept, @Nullable String etag) throws IOException {
        Mono<Response> answer = authorization
                .get()
                .defaultIfEmpty("")
                .flatMap(header -> request(header, accept, etag)
                        .get()
                        .uri(uri)
                        .response(this::whole)
                        .single())
                .timeout(timeout);
        try {
            Response response = answer.block();
            if (response == null) {
                throw new IOException("no answer");
            }
            return response;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private HttpClient request(String header, String accept, @Nullable String etag) {
        return client.headers(headers -> {
            headers.set("accept", accept);
            if (etag != null) {
                headers.set("if-none-match", etag);
            }
            if (!header.isEmpty()) {
                headers.set("authorization", header);
            }
        });
    }

    private Mono<Response> whole(HttpClientResponse response, ByteBufFlux content) {
        return content.asByteArray()
                .collect(ByteArrayOutputStream::new, this::append)
                .map(bytes -> new Response(
                        response.status().code(),
                        response.responseHeaders().get("content-type"),
                        response.responseHeaders().get("etag"),
                        bytes.toByteArray()));
    }

    private void append(ByteArrayOutputStream bytes, byte[] piece) {
        if (bytes.size() + piece.length > maxBytes) {
            throw Exceptions.propagate(new IOException("the answer is longer than " + maxBytes + " bytes"));
        }
        bytes.writeBytes(piece);
    }

    private IOException failure(RuntimeException e) {
        Throwable cause = Exceptions.unwrap(e);
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof TimeoutException) {
            return new IOException("no whole answer within " + timeout.toMillis() + " ms");
        }
        if (Thread.currentThread().isInterrupted()) {
            return new InterruptedIOException("interrupted");
        }
        throw e;
    }

    @Override
    public void close() {
        connections.dispose();
        loops.disposeLater(Duration.ZERO, CLOSING).subscribe();
    }
}

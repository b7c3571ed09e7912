package dev.byok.e2e;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Sends many requests at once; some it gives up when it has seen a part of their answer. */
final class ChaosClient implements AutoCloseable {

    private static final int PIECE = 10_000;
    private static final int SEEN_ENOUGH = 8_000;

    private final LoopResources loops = LoopResources.create("chaos-client", 1, true);
    private final ConnectionProvider connections;
    private final HttpClient http;

    ChaosClient(String baseUrl, String gatewayKey, int atOnce) {
        connections = ConnectionProvider.create("chaos-client", atOnce);
        http = HttpClient.create(connections).runOn(loops).baseUrl(baseUrl).headers(headers -> headers.set(
                        "authorization", "Bearer " + gatewayKey)
                .set("content-type", "application/json"));
    }

    Mono<ChaosAnswer> send(ChaosRequest request) {
        String body = request.body();
        Publisher<String> pieces = request.inPieces() ? Flux.fromIterable(pieces(body)) : Mono.just(body);
        return http.post()
                .uri("/chat/completions")
                .send(ByteBufFlux.fromString(pieces))
                .response((response, content) -> answer(request, response, content))
                .single();
    }

    private static Mono<ChaosAnswer> answer(ChaosRequest request, HttpClientResponse response, ByteBufFlux content) {
        AtomicInteger seen = new AtomicInteger();
        boolean givesUp = request.givenUp() && response.status().code() == 200;
        return content.asString()
                .takeUntil(piece -> givesUp && seen.addAndGet(piece.length()) > SEEN_ENOUGH)
                .collect(StringBuilder::new, StringBuilder::append)
                .map(body -> {
                    HttpHeaders headers = response.responseHeaders();
                    return new ChaosAnswer(
                            request,
                            response.status().code(),
                            headers.get("x-byok-generation-id"),
                            headers.get("x-byok-key"),
                            headers.get("x-byok-attempts"),
                            body.toString());
                });
    }

    private static List<String> pieces(String body) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < body.length(); at += PIECE) {
            pieces.add(body.substring(at, Math.min(body.length(), at + PIECE)));
        }
        return pieces;
    }

    @Override
    public void close() {
        connections.disposeLater().block(Duration.ofSeconds(10));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }
}

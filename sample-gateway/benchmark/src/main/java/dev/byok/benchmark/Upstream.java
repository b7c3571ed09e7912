package dev.byok.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The upstream, in a JVM of its own with one event loop: answers from memory and checks what arrives. {@code POST
 * /control/expect/VARIANT/LOAD} says what comes next and starts counting anew, {@code GET /control/counts} tells the counts.
 */
final class Upstream implements AutoCloseable {

    static final String CHAT = "/v1/chat/completions";
    static final String MESSAGES = "/v1/messages";
    static final String EXPECT = "/control/expect/";
    static final String COUNTS = "/control/counts";

    private static final Duration AFTER_FIRST_CHUNK = Duration.ofMillis(1);
    private static final Duration BETWEEN_SLOW_CHUNKS = Duration.ofMillis(10);

    private static final ByteBuf COMPLETION = fixed(ProviderAnswers.completion());
    private static final ByteBuf REFUSAL = fixed(ProviderAnswers.refusal());
    private static final List<ByteBuf> STREAM =
            ProviderAnswers.stream(false).stream().map(Upstream::fixed).toList();
    private static final List<ByteBuf> MESSAGE_STREAM =
            ProviderAnswers.messages().stream().map(Upstream::fixed).toList();
    private static final List<ByteBuf> STREAM_WITH_USAGE =
            ProviderAnswers.stream(true).stream().map(Upstream::fixed).toList();

    private final Keys keys;
    private final LoopResources loops = LoopResources.create("upstream", 1, true);
    private final Scheduler timer =
            Schedulers.fromExecutorService(loops.onServer(true).next());
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final DisposableServer server;
    private volatile Expected expected;

    private record Expected(Load load, boolean usage, ArrivalCheck check) {

        static Expected of(Variant variant, Load load, Keys keys) {
            return new Expected(load, variant.rewrites(), new ArrivalCheck(variant, load, keys));
        }
    }

    Upstream(int port, Keys keys) {
        this.keys = keys;
        this.expected = Expected.of(Variant.BARE, Load.CHAT_1K, keys);
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .runOn(loops)
                .childObserve(this::count)
                .route(routes -> routes.post(CHAT, this::chat)
                        .post(MESSAGES, this::messages)
                        .post(EXPECT + "{variant}/{load}", this::expect)
                        .get(COUNTS, (request, response) -> response.sendString(Mono.fromSupplier(this::counts))))
                .bindNow(Duration.ofSeconds(30));
    }

    /** Runs until it is ended. */
    static void run(int port) {
        new Upstream(port, Keys.of(System.getenv())).server.onDispose().block();
    }

    int port() {
        return server.port();
    }

    /** Connected is a connection once; what else a connection is said to be, it is for each request. */
    private void count(Connection connection, ConnectionObserver.State state) {
        if (state == ConnectionObserver.State.CONNECTED) {
            opened.incrementAndGet();
            open.incrementAndGet();
            connection.onDispose(() -> open.decrementAndGet());
        }
    }

    private Publisher<Void> expect(HttpServerRequest request, HttpServerResponse response) {
        expected = Expected.of(
                Variant.valueOf(String.valueOf(request.param("variant"))),
                Load.valueOf(String.valueOf(request.param("load"))),
                keys);
        opened.set(0);
        return response.status(204).send();
    }

    private String counts() {
        return expected.check().counts(opened.get(), open.get()).line();
    }

    private Publisher<Void> chat(HttpServerRequest request, HttpServerResponse response) {
        String credential = request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION);
        Expected now = expected;
        return request.receive()
                .aggregate()
                .defaultIfEmpty(Unpooled.EMPTY_BUFFER)
                .flatMap(body -> now.check().arrived(credential, body)
                        ? serve(now, response)
                        : json(response.status(429), REFUSAL));
    }

    private Publisher<Void> messages(HttpServerRequest request, HttpServerResponse response) {
        String credential = request.requestHeaders().get("x-api-key");
        Expected now = expected;
        return request.receive()
                .aggregate()
                .defaultIfEmpty(Unpooled.EMPTY_BUFFER)
                .doOnNext(body -> now.check().arrived(credential, body))
                .flatMap(body -> stream(MESSAGE_STREAM, now, response));
    }

    private Mono<Void> serve(Expected now, HttpServerResponse response) {
        return now.load().streamed()
                ? stream(now.usage() ? STREAM_WITH_USAGE : STREAM, now, response)
                : json(response, COMPLETION);
    }

    private static Mono<Void> json(HttpServerResponse response, ByteBuf body) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.readableBytes()))
                .sendObject(body.duplicate())
                .then();
    }

    private Mono<Void> stream(List<ByteBuf> pieces, Expected now, HttpServerResponse response) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .send(paced(Flux.fromIterable(pieces), now.load().answer()).map(ByteBuf::duplicate), piece -> true)
                .then();
    }

    private Flux<ByteBuf> paced(Flux<ByteBuf> pieces, Load.Answer answer) {
        return switch (answer) {
            case WHOLE, STREAM -> pieces;
            case SLOW_STREAM -> pieces.delayElements(BETWEEN_SLOW_CHUNKS, timer);
            case STREAM_AFTER_FIRST_CHUNK ->
                Flux.concat(pieces.take(1), pieces.skip(1).delaySubscription(AFTER_FIRST_CHUNK, timer));
        };
    }

    private static ByteBuf fixed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
        timer.dispose();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }
}

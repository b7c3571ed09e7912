package dev.byok.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The upstream, in a JVM of its own with one event loop: answers at once from memory and checks what arrives. {@code POST
 * /control/expect/VARIANT} starts counting anew, {@code GET /control/counts} tells the total, the wrong, and what was wrong
 * first.
 */
final class Upstream implements AutoCloseable {

    /** The environment variables that hold the credentials. */
    static final String PROVIDER_KEY = "BYOK_BENCHMARK_KEY";

    static final String CALLER_KEY = "BENCHMARK_CALLER_KEY";

    static final String CHAT = "/v1/chat/completions";
    static final String EXPECT = "/control/expect/";
    static final String COUNTS = "/control/counts";

    private static final ByteBuf COMPLETION = fixed(ProviderAnswers.completion());
    private static final List<ByteBuf> STREAM =
            ProviderAnswers.stream(false).stream().map(Upstream::fixed).toList();
    private static final List<ByteBuf> STREAM_WITH_USAGE =
            ProviderAnswers.stream(true).stream().map(Upstream::fixed).toList();

    private final String providerKey;
    private final String callerKey;
    private final LoopResources loops = LoopResources.create("upstream", 1, true);
    private final DisposableServer server;
    private volatile ArrivalCheck check;
    private volatile boolean usage;

    Upstream(int port, String providerKey, String callerKey) {
        this.providerKey = providerKey;
        this.callerKey = callerKey;
        this.check = new ArrivalCheck(callerKey, false);
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .runOn(loops)
                .route(routes -> routes.post(CHAT, this::chat)
                        .post(EXPECT + "{variant}", this::expect)
                        .get(COUNTS, (request, response) -> response.sendString(Mono.fromSupplier(this::counts))))
                .bindNow(Duration.ofSeconds(30));
    }

    /** Runs until it is ended. */
    static void run(int port) {
        new Upstream(port, System.getenv(PROVIDER_KEY), System.getenv(CALLER_KEY))
                .server
                .onDispose()
                .block();
    }

    int port() {
        return server.port();
    }

    private Publisher<Void> expect(HttpServerRequest request, HttpServerResponse response) {
        Variant variant = Variant.valueOf(String.valueOf(request.param("variant")));
        usage = variant.rewrites();
        check = new ArrivalCheck(usage ? providerKey : callerKey, usage);
        return response.status(204).send();
    }

    private String counts() {
        ArrivalCheck checked = check;
        return checked.total() + " " + checked.wrong() + " " + checked.firstProblem();
    }

    private Publisher<Void> chat(HttpServerRequest request, HttpServerResponse response) {
        String credential = request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION);
        return request.receive()
                .aggregate()
                .defaultIfEmpty(Unpooled.EMPTY_BUFFER)
                .flatMap(body -> {
                    check.arrived(credential, body);
                    return isStream(body) ? stream(response) : complete(response);
                });
    }

    /** The bodies are ours: the flag stands near their beginning. */
    private static boolean isStream(ByteBuf body) {
        String head = body.toString(body.readerIndex(), Math.min(160, body.readableBytes()), StandardCharsets.US_ASCII);
        return head.contains("\"stream\":true");
    }

    private static Mono<Void> complete(HttpServerResponse response) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(COMPLETION.readableBytes()))
                .sendObject(COMPLETION.duplicate())
                .then();
    }

    private Mono<Void> stream(HttpServerResponse response) {
        List<ByteBuf> pieces = usage ? STREAM_WITH_USAGE : STREAM;
        return response.header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .send(Flux.fromIterable(pieces).map(ByteBuf::duplicate), piece -> true)
                .then();
    }

    private static ByteBuf fixed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }
}

package dev.byok.e2e;

import io.netty.channel.ChannelId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A provider that answers each credential as it was told to: what WireMock cannot do, such as to stall, to reset in the
 * middle of a stream, or to notice that its client went away. Has event loops of its own, since closing a Spring context
 * closes the shared ones.
 */
final class FakeProvider implements AutoCloseable {

    private static final Pattern STREAMED = Pattern.compile("\"stream\"\\s*:\\s*true");

    /** What one credential gets. */
    @FunctionalInterface
    interface Behaviour {
        Publisher<Void> answer(Call call, HttpServerResponse response);
    }

    /**
     * One request as it arrived.
     *
     * @param credential the bearer token, else the id of the AWS access key that signed it, the {@code api-key} or {@code
     *     x-api-key}, or empty
     */
    record Call(String credential, String path, Map<String, String> headers, String body, ChannelId connection) {

        boolean streamed() {
            return STREAMED.matcher(body).find();
        }
    }

    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=";

    private final LoopResources loops = LoopResources.create("fake-provider", 1, true);
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<ChannelId> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final DisposableServer server;

    FakeProvider() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loops)
                .handle(this::handle)
                .bindNow(Duration.ofSeconds(10));
    }

    String baseUrl() {
        return baseUrl("/v1");
    }

    String baseUrl(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    /** Sets what requests with this credential get from now on. */
    FakeProvider on(String credential, Behaviour behaviour) {
        behaviours.put(credential, behaviour);
        return this;
    }

    List<Call> calls() {
        return calls;
    }

    List<String> credentials() {
        return calls.stream().map(Call::credential).collect(Collectors.toList());
    }

    /** Returns how many connections have been opened so far. */
    int connections() {
        return connections.size();
    }

    /** Returns how many answers were given up by the client in the middle. */
    int cancelled() {
        return cancelled.get();
    }

    /** Forgets what came; what it was told and its connections stay. */
    void forget() {
        calls.clear();
        cancelled.set(0);
    }

    /** Forgets what came and what it was told; its connections stay. */
    void startAfresh() {
        forget();
        behaviours.clear();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        // 1 while an answer is under way, 2 when it is over, 3 when the client left before.
        AtomicInteger state = new AtomicInteger();
        request.withConnection(connection -> {
            connections.add(connection.channel().id());
            connection.onDispose(() -> {
                if (state.compareAndSet(1, 3)) {
                    cancelled.incrementAndGet();
                }
            });
        });
        return request.receive()
                .aggregate()
                .asString(java.nio.charset.StandardCharsets.UTF_8)
                .defaultIfEmpty("")
                .flatMap(body -> {
                    Call call = call(request, body);
                    calls.add(call);
                    state.set(1);
                    Behaviour behaviour = behaviours.getOrDefault(call.credential(), Answers.status(401, "{}"));
                    return Flux.from(behaviour.answer(call, response))
                            .doOnTerminate(() -> state.compareAndSet(1, 2))
                            .then();
                });
    }

    private static Call call(HttpServerRequest request, String body) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        request.requestHeaders()
                .forEach(header -> headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
        String authorization = headers.getOrDefault("authorization", "");
        String credential = authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length())
                : authorization.startsWith(SIGNED)
                        ? authorization.substring(SIGNED.length(), authorization.indexOf('/'))
                        : headers.getOrDefault("api-key", headers.getOrDefault("x-api-key", ""));
        ChannelId[] id = new ChannelId[1];
        request.withConnection(connection -> id[0] = connection.channel().id());
        return new Call(credential, request.uri(), headers, body, id[0]);
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }

    /** Returns a body as one chunk after the other, each flushed. */
    static Publisher<Void> stream(HttpServerResponse response, Flux<String> events) {
        return response.status(200)
                .header("content-type", "text/event-stream")
                .sendGroups(events.map(event -> Mono.just(
                        io.netty.buffer.Unpooled.copiedBuffer(event, java.nio.charset.StandardCharsets.UTF_8))));
    }

    static @Nullable String header(Call call, String name) {
        return call.headers().get(name);
    }
}

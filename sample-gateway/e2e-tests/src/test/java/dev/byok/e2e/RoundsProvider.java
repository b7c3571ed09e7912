package dev.byok.e2e;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A provider of many streams at once, each of which gets its next event when the test says so. A stream asked for as
 * {@code flood} gets as much as its connection takes.
 */
final class RoundsProvider implements AutoCloseable {

    private static final Pattern PROMPT = Pattern.compile("\"content\":\"(stream|flood)-(\\d+)\"");
    private static final String FLOOD = Answers.content("x".repeat(16 * 1024));

    private final LoopResources loops = LoopResources.create("rounds-provider", 1, true);
    private final Map<Integer, Sinks.Many<String>> open = new ConcurrentHashMap<>();
    private final Map<Integer, String> credentials = new ConcurrentHashMap<>();
    private final Set<Integer> givenUp = ConcurrentHashMap.newKeySet();
    private final AtomicLong flooded = new AtomicLong();
    private final DisposableServer server;

    RoundsProvider() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loops)
                .handle(this::handle)
                .bindNow(Duration.ofSeconds(10));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    static String word(int stream, int round) {
        return "s" + stream + "r" + round + " ";
    }

    /** Gives every open stream the event of one round. */
    void round(int round) {
        open.forEach((stream, events) ->
                events.tryEmitNext(Answers.content(word(stream, round))).orThrow());
    }

    /** Ends every open stream as streams end. */
    void finish() {
        open.values().forEach(events -> {
            events.tryEmitNext(Answers.finish()).orThrow();
            events.tryEmitNext(Answers.DONE).orThrow();
            events.tryEmitComplete().orThrow();
        });
        open.clear();
    }

    int open() {
        return open.size();
    }

    /** Returns with which credentials streams came, by their numbers' parity. */
    Map<Integer, Set<String>> credentialsByParity() {
        return credentials.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey() % 2, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    /** Returns the streams whose connection was closed in the middle. */
    Set<Integer> givenUp() {
        return givenUp;
    }

    /** Returns how many events the flooded streams have taken. */
    long flooded() {
        return flooded.get();
    }

    void forget() {
        open.clear();
        credentials.clear();
        givenUp.clear();
        flooded.set(0);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String authorization = Objects.requireNonNull(request.requestHeaders().get("authorization"));
        return request.receive().aggregate().asString().flatMapMany(body -> {
            Matcher prompt = PROMPT.matcher(body);
            if (!prompt.find()) {
                return Answers.json(response, 400, "{}");
            }
            int stream = Integer.parseInt(prompt.group(2));
            credentials.put(stream, authorization);
            return FakeProvider.stream(
                    response,
                    prompt.group(1).equals("flood")
                            ? flood(stream)
                            : Flux.just(Answers.role()).concatWith(rounds(stream)));
        });
    }

    private Flux<String> rounds(int stream) {
        Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
        open.put(stream, events);
        return events.asFlux().doOnCancel(() -> closed(stream));
    }

    private Flux<String> flood(int stream) {
        return Flux.<String>generate(sink -> {
                    flooded.incrementAndGet();
                    sink.next(FLOOD);
                })
                .doOnCancel(() -> closed(stream));
    }

    private void closed(int stream) {
        open.remove(stream);
        givenUp.add(stream);
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }
}

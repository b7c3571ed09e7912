package dev.byok.e2e;

import io.netty.channel.ChannelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** A provider whose keys flip between their states, and which answers each prompt with its own nonce. */
final class ChaosProvider implements AutoCloseable {

    private static final Pattern PROMPT =
            Pattern.compile("nonce=([0-9a-f]+) answer=(\\d+) endless=(true|false) prompt=([0-9a-f]+)\"");
    private static final String BEARER = "Bearer ";

    private final String name;
    private final FlippingKeys keys;
    private final UpstreamLog log;
    private final LoopResources loops = LoopResources.create("chaos-provider", 1, true);
    private final Set<ChannelId> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger garbled = new AtomicInteger();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final DisposableServer server;

    ChaosProvider(String name, FlippingKeys keys, UpstreamLog log) {
        this.name = name;
        this.keys = keys;
        this.log = log;
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

    /** Returns how many connections have been opened so far. */
    int connections() {
        return connections.size();
    }

    int resets() {
        return resets.get();
    }

    /** Returns how many prompts did not arrive as they were sent. */
    int garbled() {
        return garbled.get();
    }

    /** Returns the nonces of the endless answers that the other side gave up. */
    Set<String> givenUp() {
        return givenUp;
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        request.withConnection(
                connection -> connections.add(connection.channel().id()));
        return request.receive().aggregate().asString().flatMap(body -> Mono.from(answer(request, response, body)));
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response, String body) {
        Matcher prompt = PROMPT.matcher(body);
        if (!prompt.find() || !prompt.group(4).equals(repeated(prompt.group(1), prompt.group(4)))) {
            garbled.incrementAndGet();
            return Answers.json(response, 400, "{}");
        }
        String authorization = String.valueOf(request.requestHeaders().get("authorization"));
        String credential = authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : authorization;
        log.add(prompt.group(1), new UpstreamLog.Seen(name, credential));
        return switch (keys.stateFor(credential)) {
            case HEALTHY -> healthy(response, prompt, body.contains("\"stream\":true"));
            case RATE_LIMITED -> Answers.json(response, 429, Answers.RATE_LIMITED);
            case REJECTED -> Answers.json(response, 401, Answers.REJECTED);
            case FAILING -> Answers.json(response, 500, Answers.SERVER_ERROR);
            case RESETTING -> reset(response);
        };
    }

    private static String repeated(String nonce, String like) {
        return nonce.repeat(like.length() / nonce.length());
    }

    private Publisher<Void> reset(HttpServerResponse response) {
        resets.incrementAndGet();
        response.withConnection(Answers::reset);
        return Mono.never();
    }

    private Publisher<Void> healthy(HttpServerResponse response, Matcher prompt, boolean streamed) {
        String nonce = prompt.group(1);
        String text = ChaosRequest.text(nonce, Integer.parseInt(prompt.group(2)));
        if (!streamed) {
            return Answers.json(response, 200, Answers.chat(text));
        }
        Random random = new Random(nonce.hashCode());
        String events = String.join("", events(text, random));
        if (!prompt.group(3).equals("true")) {
            return FakeProvider.stream(response, Flux.fromIterable(cut(events, random, 50, 4_000)));
        }
        Flux<String> half = Flux.fromIterable(cut(events.substring(0, events.length() / 2), random, 50, 4_000));
        return FakeProvider.stream(response, half.concatWith(Mono.never()).doOnCancel(() -> givenUp.add(nonce)));
    }

    private static List<String> events(String text, Random random) {
        List<String> events = new ArrayList<>();
        events.add(Answers.role());
        // Shorter than a nonce, or with one cut at either end.
        int most = text.length() > 10_000 ? 3_000 : 60;
        cut(text, random, 3, most).forEach(piece -> events.add(Answers.content(piece)));
        events.add(Answers.finish());
        events.add(Answers.usage());
        events.add(Answers.DONE);
        return events;
    }

    private static List<String> cut(String text, Random random, int least, int most) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + least + random.nextInt(most - least));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }
}

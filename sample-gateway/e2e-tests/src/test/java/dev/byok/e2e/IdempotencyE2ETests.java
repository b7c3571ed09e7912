package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A request that comes again with its {@code Idempotency-Key} is answered once, and billed once. */
@ExtendWith(LeakWatch.class)
class IdempotencyE2ETests {

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAY = "x-byok-idempotent-replay";
    private static final String GPT = "openai/gpt";
    private static final String CHAT = Client.chatOf(GPT);
    private static final String STREAM = Client.streamOf(GPT);
    private static final int KEPT_AT_MOST = 32 * 1024;
    private static final long PATIENCE = 20;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy -> policy.model(GPT, "", "alpha/gpt-upstream")
                    .prioritized("alpha", "first", "second")
                    .environment("staging", "")
                    .dataClass("sealed", "retention: none")
                    .caller("lawyer", "data-class: sealed")
                    .caller("colleague", "")
                    .caller("tester", "environment: staging, simulate: true"))
            .host(Host.class)
            .properties("byok.idempotency.max-entry-bytes=" + KEPT_AT_MOST + "B");

    private static final AtomicInteger KEYS = new AtomicInteger();

    private final String key = "order-" + KEYS.incrementAndGet();
    private final Sinks.Empty<Void> gate = Sinks.empty();

    @BeforeEach
    void serve() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello there")).on("sk-second", Answers.ok("from second"));
    }

    // ---- whole answers

    @Test
    void givesTheFirstAnswerAgainWithItsReceiptAndAsksNobody() {
        Reply first = send(CHAT);
        STAGE.upstream("alpha").on("sk-first", Answers.ok("another"));

        Reply again = send(CHAT);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header(REPLAY)).isNull();
        assertThat(first.header("content-length")).isNotNull();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body()).isEqualTo(Answers.chat("hello there"));
        assertThat(again.header(REPLAY)).isEqualTo("true");
        assertSameReceipt(again, first);
        assertThat(calls()).hasSize(1);
        assertThat(FakeProvider.header(calls().get(0), "idempotency-key")).isNull();
    }

    @Test
    void requestsAtTheSameTimeAreOneCall() {
        STAGE.upstream("alpha").on("sk-first", held(Answers.ok("hello")));
        CompletableFuture<Reply> first = later(CHAT);
        awaitCalls(1);
        List<CompletableFuture<Reply>> others =
                IntStream.range(0, 20).mapToObj(i -> later(CHAT)).toList();

        gate.tryEmitEmpty();

        Reply answer = get(first);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        for (CompletableFuture<Reply> other : others) {
            Reply joined = get(other);
            assertThat(joined.body()).isEqualTo(answer.body());
            assertThat(joined.header(REPLAY)).isEqualTo("true");
            assertSameReceipt(joined, answer);
        }
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatMustNotBeRetainedIsSharedWhileItRunsAndNotKept() {
        Client lawyer = STAGE.client("lawyer");
        STAGE.upstream("alpha").on("sk-first", held(Answers.ok("sealed")));
        CompletableFuture<Reply> first = lawyer.chatLater(CHAT, KEY, key);
        awaitCalls(1);
        CompletableFuture<Reply> joining = lawyer.chatLater(CHAT, KEY, key);

        gate.tryEmitEmpty();

        assertThat(get(first).body()).isEqualTo(Answers.chat("sealed"));
        assertThat(get(joining).body()).isEqualTo(Answers.chat("sealed"));
        int before = calls().size();
        // Its caller may have the answer a moment before the key is free: until then others still join it.
        Reply later = whenOver(() -> lawyer.chat(CHAT, KEY, key), reply -> reply.header(REPLAY) == null);
        assertThat(later.status()).isEqualTo(200);
        assertThat(calls()).hasSize(before + 1);
    }

    @Test
    void anotherBodyOrAnotherWordOfOursIsAnotherRequest() {
        send(CHAT);

        for (Reply other : List.of(
                send(CHAT.replace("hi", "ho")),
                send(STREAM),
                STAGE.client().chat(CHAT, KEY, key, "x-byok-strict", "own-keys"))) {
            assertThat(other.status()).as(other.body()).isEqualTo(422);
            assertThat(other.errorCode()).isEqualTo("idempotency_key_reused");
            assertThat(other.header("x-should-retry")).isEqualTo("false");
        }
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aKeyIsItsCallersAlone() {
        send(CHAT);

        Reply other = STAGE.client("colleague").chat(CHAT, KEY, key);

        assertThat(other.header(REPLAY)).isNull();
        assertThat(calls()).hasSize(2);
    }

    @Test
    void anAnswerIsKeptForADay() {
        send(CHAT);
        MovableClock.HOSTS.advance(Duration.ofHours(23));
        assertThat(send(CHAT).header(REPLAY)).isEqualTo("true");

        MovableClock.HOSTS.advance(Duration.ofHours(2));

        assertThat(send(CHAT).header(REPLAY)).isNull();
        assertThat(calls()).hasSize(2);
    }

    @Test
    void requestsWithoutAKeyAreAllTheirOwn() {
        STAGE.client().chat(CHAT);
        STAGE.client().chat(CHAT);

        assertThat(calls()).hasSize(2);
    }

    // ---- streams

    @Test
    void aStreamIsLiveForTheFirstAndWholeForWhoeverComesAgain() throws Exception {
        STAGE.upstream("alpha").on("sk-first", stream());
        List<String> events;
        Reply joined;
        try (LiveStream first = STAGE.client().open(STREAM, KEY, key)) {
            assertThat(first.next()).contains("assistant");
            assertThat(first.next()).contains("hello ");
            CompletableFuture<Reply> second = later(STREAM);
            gate.tryEmitEmpty();
            events = first.rest();
            joined = get(second);
        }

        Reply again = send(STREAM);

        assertThat(LiveStream.text(events)).isEqualTo("there");
        assertThat(events).endsWith(Answers.DONE);
        assertThat(joined.body()).endsWith(String.join("", events)).contains("hello ");
        assertThat(again.body()).isEqualTo(joined.body());
        assertThat(again.header("content-type")).startsWith("text/event-stream");
        assertThat(again.header(REPLAY)).isEqualTo("true");
        assertSameReceipt(again, joined);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aStreamThatWasCutIsNotAskedForAgain() {
        STAGE.upstream("alpha").on("sk-first", Answers.cutAfter(Answers.role(), Answers.content("hel")));
        Reply first = send(STREAM);

        Reply again = send(STREAM);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).as(again.body()).isEqualTo(409);
        assertThat(again.errorCode()).isEqualTo("idempotency_outcome_unknown");
        assertThat(again.header("x-should-retry")).isEqualTo("false");
        assertThat(again.error().path("metadata").path("first_generation_id").asString())
                .isEqualTo(first.header("x-byok-generation-id"));
        assertThat(calls()).hasSize(1);
    }

    @Test
    void anAnswerTooLongToBeKeptReachesItsCallerWhole() {
        String text = "word ".repeat(40_000).trim();
        STAGE.upstream("alpha").on("sk-first", Answers.ok(text));

        Reply first = send(CHAT);
        Reply again = send(CHAT);

        assertThat(first.body()).isEqualTo(Answers.chat(text));
        assertThat(again.status()).as(again.body()).isEqualTo(409);
        assertThat(again.errorMessage()).contains("too long to be kept");
    }

    @Test
    void aStreamTooLongToBeKeptReachesItsCallerWhole() {
        String text = "word ".repeat(4_000).trim();
        STAGE.upstream("alpha").on("sk-first", Answers.ok(text));

        try (LiveStream first = STAGE.client().open(STREAM, KEY, key)) {
            assertThat(LiveStream.text(first.rest())).isEqualTo(text);
        }

        assertThat(send(STREAM).status()).isEqualTo(409);
        assertThat(calls()).hasSize(1);
    }

    // ---- callers who leave

    @ParameterizedTest
    @ValueSource(strings = {"whole", "stream"})
    void whoeverEndsBeforeTheAnswerGetsItWhenItComesAgain(String how) {
        String body = how.equals("whole") ? CHAT : STREAM;
        STAGE.upstream("alpha").on("sk-first", held(Answers.ok("hello")));
        CompletableFuture<HttpResponse<InputStream>> first = STAGE.client().begin(body, KEY, key);
        awaitCalls(1);
        CompletableFuture<Reply> second = later(body);
        leave(first);

        gate.tryEmitEmpty();

        Reply joined = get(second);
        assertThat(joined.status()).as(joined.body()).isEqualTo(200);
        assertThat(joined.header(REPLAY)).isEqualTo("true");
        assertThat(send(body).body()).isEqualTo(joined.body()).contains("hello");
        assertThat(STAGE.upstream("alpha").cancelled()).isZero();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whoeverEndsInTheMiddleOfAStreamGetsAllOfItWhenItComesAgain() throws Exception {
        STAGE.upstream("alpha").on("sk-first", stream());
        try (CapturedLog log = CapturedLog.of("dev.byok.generation")) {
            int before = ends().count();
            try (LiveStream first = STAGE.client().open(STREAM, KEY, key)) {
                first.next();
            }
            await().until(() -> ends().count() > before);
            CompletableFuture<Reply> second = later(STREAM);

            gate.tryEmitEmpty();

            Reply again = get(second);
            assertThat(again.body()).contains("hello ", "there").endsWith(Answers.DONE);
            await().until(() -> log.lines().stream()
                    .anyMatch(line -> line.contains("outcome=replayed first=" + again.header("x-byok-generation-id"))));
        }
        assertThat(STAGE.upstream("alpha").cancelled()).isZero();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whoeverEndsWithoutAKeyEndsItsCall() {
        STAGE.upstream("alpha").on("sk-first", held(Answers.ok("hello")));
        CompletableFuture<HttpResponse<InputStream>> first = STAGE.client().begin(CHAT);
        awaitCalls(1);

        leave(first);

        await().untilAsserted(
                        () -> assertThat(STAGE.upstream("alpha").cancelled()).isOne());
        gate.tryEmitEmpty();
    }

    // ---- errors

    @Test
    void rateLimitsAndFailuresOfTheServerFreeTheKey() {
        STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(60)).on("sk-second", Answers.rateLimited(60));
        assertThat(send(CHAT).status()).isEqualTo(429);
        STAGE.gateway().health().forget();
        STAGE.upstream("alpha").on("sk-first", Answers.failing()).on("sk-second", Answers.failing());
        assertThat(asNew(CHAT).status()).isEqualTo(502);
        STAGE.gateway().health().forget();
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        Reply reply = asNew(CHAT);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void whoeverJoinsARequestThatFailsGetsItsFailure() {
        STAGE.upstream("alpha").on("sk-first", held(Answers.rateLimited(60))).on("sk-second", Answers.rateLimited(60));
        CompletableFuture<Reply> first = later(CHAT);
        awaitCalls(1);
        CompletableFuture<Reply> second = later(CHAT);

        gate.tryEmitEmpty();

        Reply joined = get(second);
        assertThat(joined.status()).isEqualTo(429);
        assertThat(joined.body()).isEqualTo(get(first).body());
        assertThat(joined.header("retry-after")).isNotNull();
    }

    @Test
    void whatTheCallerDidWrongStaysWrong() {
        STAGE.upstream("alpha")
                .on("sk-first", Answers.status(400, Answers.error("no such field", "invalid_request_error", "bad")));
        Reply first = send(CHAT);
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        Reply again = send(CHAT);

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header(REPLAY)).isEqualTo("true");
        assertThat(again.header("x-should-retry")).isEqualTo(first.header("x-should-retry"));
        assertSameReceipt(again, first);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void refusalsBeforeAnyAttemptAreNotKept() {
        assertThat(send(CHAT.replace(GPT, "openai/unknown")).status()).isEqualTo(404);
        assertThat(new Client(STAGE.gateway().baseUrl(), "nobody")
                        .chat(CHAT, KEY, key)
                        .status())
                .isEqualTo(401);
        assertThat(STAGE.client().chat(CHAT, KEY, key, "x-byok-dry-run", "true").status())
                .isEqualTo(200);

        Reply reply = send(CHAT);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header(REPLAY)).isNull();
    }

    @Test
    void whatWasSimulatedIsNotKept() {
        Client tester = STAGE.client("tester");
        Reply simulated = tester.chat(CHAT, KEY, key, "x-byok-simulate", "first=400;second=400");
        assertThat(simulated.status()).isEqualTo(400);

        // Its caller may have the answer a moment before the key is free: until then another request is refused.
        Reply real = whenOver(() -> tester.chat(CHAT, KEY, key), reply -> reply.status() != 422);
        assertThat(real.status()).isEqualTo(200);
        assertThat(real.header(REPLAY)).isNull();
        assertThat(calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\tb", "long"})
    void aKeyThatIsNoneIsRefused(String value) {
        Reply reply = STAGE.client().chat(CHAT, KEY, value.equals("long") ? "k".repeat(256) : value);

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_idempotency_key");
        assertThat(calls()).isEmpty();
    }

    @Test
    void twoKeysAreRefused() {
        Reply reply = STAGE.client().chat(CHAT, KEY, "one", KEY, "two");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorMessage()).isEqualTo("Idempotency-Key: expected once");
    }

    // ----

    /** Sends it until it no longer joins the one before, whose caller has its answer a moment before the key is free. */
    private Reply asNew(String body) {
        return whenOver(() -> send(body), reply -> reply.header(REPLAY) == null);
    }

    /** Returns the first reply that the request before has nothing to do with any more. */
    private static Reply whenOver(Callable<Reply> request, Predicate<Reply> over) {
        return await().until(request, over);
    }

    private Reply send(String body) {
        return STAGE.client().chat(body, KEY, key);
    }

    private CompletableFuture<Reply> later(String body) {
        return STAGE.client().chatLater(body, KEY, key);
    }

    private static Reply get(CompletableFuture<Reply> reply) {
        return reply.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    /** Closes the connection, and waits until the gateway knows. */
    private static void leave(CompletableFuture<HttpResponse<InputStream>> request) {
        int before = ends().count();
        request.cancel(true);
        await().until(() -> ends().count() > before);
    }

    private static Ends ends() {
        return STAGE.gateway().context().getBean(Ends.class);
    }

    private static List<FakeProvider.Call> calls() {
        return STAGE.upstream("alpha").calls();
    }

    private static void awaitCalls(int count) {
        await().untilAsserted(() -> assertThat(calls()).hasSize(count));
    }

    /** An answer that begins when the gate opens. */
    private Behaviour held(Behaviour behaviour) {
        return (call, response) -> gate.asMono().then(Mono.defer(() -> Mono.from(behaviour.answer(call, response))));
    }

    /** A stream that goes on when the gate opens. */
    private Behaviour stream() {
        return Answers.events(Flux.concat(
                Flux.just(Answers.role(), Answers.content("hello ")),
                gate.asMono()
                        .thenMany(
                                Flux.just(Answers.content("there"), Answers.finish(), Answers.usage(), Answers.DONE))));
    }

    private static void assertSameReceipt(Reply reply, Reply first) {
        for (String header : List.of(
                "x-byok-generation-id",
                "x-byok-attempts",
                "x-byok-policy",
                "x-byok-provider",
                "x-byok-model",
                "x-byok-tier",
                "x-byok-key",
                "x-byok-upstream-id",
                "content-type")) {
            assertThat(reply.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    /** Counts the requests that are over, however they ended. */
    static final class Ends implements WebFilter {

        private final AtomicInteger count = new AtomicInteger();

        int count() {
            return count.get();
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            return chain.filter(exchange).doFinally(how -> count.incrementAndGet());
        }
    }

    /** A host whose days pass when a test says so. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {

        @Bean
        Clock clock() {
            return MovableClock.HOSTS;
        }

        @Bean
        Ends ends() {
            return new Ends();
        }
    }
}

package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.byok.dialect.ChatStream;
import dev.byok.failover.Delays;
import dev.byok.failover.Failover;
import dev.byok.failover.Gates;
import dev.byok.idempotency.IdempotencyCounts;
import dev.byok.idempotency.IdempotencyCounts.Event;
import dev.byok.idempotency.IdempotencyLimits;
import dev.byok.idempotency.InMemoryIdempotencyStore;
import dev.byok.ledger.GenerationLog;
import dev.byok.plan.Plan;
import dev.byok.policy.Profile;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;

/** Requests with one key at the same moment, and callers who leave at any. */
class IdempotencyRaceTests {

    private static final int ROUNDS = 1_000;
    private static final String ANSWER = ROLE + text("a") + FINISH + DONE;

    private static final Connection CONNECTION = mock(Connection.class);

    @RegisterExtension
    static final TwoThreads THREADS = new TwoThreads();

    private static final Logger LINES = (Logger) LoggerFactory.getLogger(GenerationLog.NAME);

    private final IdempotencyCounts counts = new IdempotencyCounts();
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(
            new IdempotencyLimits(Duration.ofHours(1), DataSize.ofMegabytes(64), DataSize.ofMegabytes(1), 10 * ROUNDS),
            Clock.systemUTC());
    private final Idempotency idempotency = new Idempotency(store, counts);
    private final ByokGatewayFilter filter =
            new ByokGatewayFilter(new Generations(Clock.systemUTC(), new GenerationLog()), false);

    @BeforeAll
    static void writeNoLines() {
        LINES.setLevel(Level.WARN);
    }

    @AfterAll
    static void writeLinesAgain() {
        LINES.setLevel(null);
    }

    @Test
    void ofTwoAtOnceOneIsServedAndBothAreAnswered() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Upstream upstream = new Upstream();
            MockServerWebExchange one = exchange(round);
            MockServerWebExchange other = exchange(round);

            THREADS.race(() -> send(one, upstream), () -> send(other, upstream));
            upstream.answer();

            assertAnswered(one, round);
            assertAnswered(other, round);
            assertServedOnce(upstream, round);
        }
        assertThat(counts.of(Event.FIRST)).isEqualTo(ROUNDS);
        assertThat(counts.of(Event.JOINED)).isEqualTo(ROUNDS);
    }

    @Test
    void whoeverComesWhileTheAnswerDoesGetsIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Upstream upstream = new Upstream();
            MockServerWebExchange first = exchange(round);
            MockServerWebExchange late = exchange(round);
            send(first, upstream);

            THREADS.race(upstream::answer, () -> send(late, upstream));

            assertAnswered(first, round);
            assertAnswered(late, round);
            assertServedOnce(upstream, round);
        }
    }

    @Test
    void whoeverLeavesAtAnyMomentOfTheAnswerGetsItTheNextTime() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Upstream upstream = new Upstream();
            Disposable caller = send(exchange(round), upstream);

            THREADS.race(caller::dispose, upstream::answer);

            MockServerWebExchange again = exchange(round);
            send(again, upstream);
            assertAnswered(again, round);
            assertThat(again.getResponse().getHeaders().getFirst(Replay.HEADER)).isEqualTo("true");
            assertServedOnce(upstream, round);
        }
    }

    @Test
    void whoeverLeavesAsSoonAsItComesLeavesNobodyWaiting() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Upstream upstream = new Upstream();
            BaseSubscriber<Void> caller = new BaseSubscriber<>() {};
            Mono<Void> first = request(exchange(round), upstream);

            THREADS.race(() -> first.subscribe(caller), caller::cancel);
            upstream.answer();

            Upstream next = new Upstream();
            next.answer();
            MockServerWebExchange again = exchange(round);
            send(again, next);
            assertAnswered(again, round);
            assertThat(upstream.calls.get() + next.calls.get())
                    .as("round %d", round)
                    .isOne();
            upstream.assertNothingHeld(round);
            next.assertNothingHeld(round);
        }
    }

    @Test
    void whoeverWaitedForOneThatNobodyWasAskedForIsServedItself() {
        Upstream absent = new Upstream();
        absent.answers = false;
        Upstream present = new Upstream();
        MockServerWebExchange second = exchange(0);
        send(exchange(0), absent);
        send(second, present);

        absent.answer();
        present.answer();

        assertAnswered(second, 0);
        assertThat(second.getResponse().getHeaders().containsHeader(Replay.HEADER))
                .isFalse();
        assertServedOnce(present, 0);
    }

    private static void assertAnswered(MockServerWebExchange exchange, int round) {
        MockServerHttpResponse response = exchange.getResponse();
        assertThat(response.getStatusCode()).as("round %d", round).isEqualTo(HttpStatus.OK);
        assertThat(response.getBodyAsString().block(Duration.ofSeconds(5)))
                .as("round %d", round)
                .isEqualTo(ANSWER);
    }

    private static void assertServedOnce(Upstream upstream, int round) {
        assertThat(upstream.calls).as("round %d", round).hasValue(1);
        upstream.assertNothingHeld(round);
    }

    private static MockServerWebExchange exchange(int round) {
        return MockServerWebExchange.from(MockServerHttpRequest.post("/v1/chat/completions")
                .header("Idempotency-Key", "round-" + round)
                .body(Calls.STREAM_REQUEST));
    }

    /** Through the filter that owns a request's life; then written as the host does. */
    private Disposable send(MockServerWebExchange exchange, Upstream upstream) {
        return request(exchange, upstream).subscribe();
    }

    private Mono<Void> request(MockServerWebExchange exchange, Upstream upstream) {
        return filter.filter(exchange, chained -> {
            ByokExchange call = Calls.streaming(chained.getRequiredAttribute(ByokExchange.ATTRIBUTE));
            Plan plan = new Plan(List.of(), List.of(), List.of());
            call.plan(plan, new Failover(plan, Profile.DEFAULT, Delays.RANDOM, Gates.open()));
            upstream.bodies.add(call.requestBytes());
            return idempotency
                    .answer(call, chained, own -> upstream.serve(call, own))
                    .then(Mono.defer(() -> write(chained)));
        });
    }

    private static Mono<Void> write(ServerWebExchange exchange) {
        Connection connection = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
        return connection == null
                ? Mono.empty()
                : exchange.getResponse()
                        .writeWith(connection
                                .inbound()
                                .receive()
                                .retain()
                                .asByteArray()
                                .map(DefaultDataBufferFactory.sharedInstance::wrap));
    }

    /** Serves a stream when it is told to. */
    private static final class Upstream {

        private final ManualUpstream inbound = new ManualUpstream();
        private final Sinks.Empty<Void> headers = Sinks.empty();
        private final Queue<ByteBuf> bodies = new ConcurrentLinkedQueue<>();
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean answers = true;
        private volatile boolean whole;

        Mono<Void> serve(ByokExchange call, ServerWebExchange exchange) {
            calls.incrementAndGet();
            bodies.add(call.requestBytes());
            return headers.asMono().then(Mono.fromRunnable(() -> {
                if (answers) {
                    accept(call, exchange);
                }
            }));
        }

        private void accept(ByokExchange call, ServerWebExchange exchange) {
            UpstreamBody body =
                    new UpstreamBody(inbound, new StreamAnswerReader(new ChatStream(false)), end -> null, call::ended);
            body.peek().subscribe();
            inbound.next(ROLE + text("a"));
            if (whole) {
                inbound.next(FINISH, DONE).complete();
            }
            call.answerWith(body, CONNECTION);
            exchange.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, CONNECTION);
            exchange.getResponse().getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
            exchange.getResponse().setStatusCode(HttpStatus.OK);
        }

        void answer() {
            whole = calls.get() == 0;
            headers.tryEmitEmpty();
            if (answers && calls.get() > 0) {
                inbound.next(FINISH, DONE).complete();
            }
        }

        void assertNothingHeld(int round) {
            inbound.assertNothingHeld("round " + round);
            assertThat(bodies).as("round %d: requests", round).allMatch(body -> body.refCnt() == 0);
        }
    }
}

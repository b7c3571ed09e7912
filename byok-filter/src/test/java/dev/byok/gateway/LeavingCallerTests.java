package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.byok.failover.Delays;
import dev.byok.failover.Failover;
import dev.byok.failover.HealthGate;
import dev.byok.health.Admission;
import dev.byok.health.InMemoryHealth;
import dev.byok.health.Standing;
import dev.byok.ledger.GenerationLog;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Delivery;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Profile;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Waiting;
import dev.byok.quota.Demand;
import dev.byok.quota.QuotaReader;
import dev.byok.rotation.InMemoryKeyUses;
import dev.byok.secret.Secrets;
import dev.byok.speed.InMemorySpeeds;
import dev.byok.sticky.InMemoryPins;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What requests hold while they wait, and give back when their callers leave. */
class LeavingCallerTests {

    private static final Instant REJECTED_AT = Instant.parse("2026-11-05T12:00:00Z");
    private static final Clock PROBE_TIME = Clock.fixed(REJECTED_AT.plus(Duration.ofMinutes(6)), ZoneOffset.UTC);
    private static final Duration LAST_TRY = Duration.ofMillis(300);
    private static final int AT_ONCE_AND_AGAIN = 2;
    private static final Attempt ATTEMPT = Calls.attempt("own", Tier.PRIORITIZED);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InMemoryHealth health = new InMemoryHealth();
    private final AtomicInteger calls = new AtomicInteger();
    private final AttemptLoop loop = new AttemptLoop(
            new Secrets(List.of()),
            new UpstreamJudge(
                    new OutcomeClassifier(PROBE_TIME),
                    new QuotaReader<>((response, name) -> null, PROBE_TIME),
                    new InMemorySpeeds(),
                    time,
                    PROBE_TIME),
            new RejectedKeys(new Secrets(List.of()), health, PROBE_TIME, time),
            time,
            PROBE_TIME,
            new Balance(new InMemoryPins(), new InMemorySpeeds(), new InMemoryKeyUses(), () -> 0),
            null);

    @Test
    void aCallerWhoLeavesBeforeTheLastTryGivesTheProbesLeaveBack() {
        remember(OutcomeClass.CREDENTIAL_REJECTED, REJECTED_AT);
        Disposable caller = send(planned(Profile.DEFAULT)).subscribe();
        assertThat(calls).as("calls before the last try").hasValue(AT_ONCE_AND_AGAIN);
        assertThat(standing().ready()).as("nobody else may probe").isFalse();

        caller.dispose();
        time.advanceTimeBy(LAST_TRY);

        assertThat(calls).hasValue(AT_ONCE_AND_AGAIN);
        assertThat(standing().ready()).as("the next one may probe").isTrue();
    }

    @Test
    void aProbesLeaveIsHeldThroughTheWaitForTheLastTry() {
        remember(OutcomeClass.CREDENTIAL_REJECTED, REJECTED_AT);
        send(planned(Profile.DEFAULT)).subscribe();

        time.advanceTimeBy(LAST_TRY.minusMillis(1));
        assertThat(standing().ready()).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(calls).hasValue(AT_ONCE_AND_AGAIN + 1);
        assertThat(standing().ready()).as("undecided").isTrue();
    }

    @Test
    void anAttemptThatAHostsFilterGivesUpIsOverBeforeTheRequestIs() {
        ByokExchange call = Calls.streaming();
        call.plan(planned(List.of(), List.of()), planned(Profile.DEFAULT));
        AtomicReference<@Nullable ServerHttpRequest> sent = new AtomicReference<>();
        Disposable attempt = loop.run(call, exchange(), attempted -> {
                    sent.set(attempted.getRequest());
                    return Mono.never();
                })
                .subscribe();
        ServerHttpRequest request = Objects.requireNonNull(sent.get());
        assertThat(UpstreamRequest.isOver(request)).isFalse();

        attempt.dispose();

        assertThat(UpstreamRequest.isOver(request)).isTrue();
        call.close();
    }

    @Test
    void whoeverComesToAFullQueueIsRefusedAndToldWhenToComeBack() {
        remember(OutcomeClass.RATE_LIMITED, PROBE_TIME.instant());
        fillTheQueue();
        MockServerWebExchange late = exchange();

        send(queued(), late).subscribe();

        assertThat(late.getResponse().getStatusCode()).hasToString("429 TOO_MANY_REQUESTS");
        assertThat(late.getResponse().getBodyAsString().block()).contains("\"queue_full\"");
        assertThat(Integer.parseInt(
                        String.valueOf(late.getResponse().getHeaders().getFirst("retry-after"))))
                .isBetween(5, 7);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aCallerWhoLeavesTheQueueGivesItsPlaceBack() {
        remember(OutcomeClass.RATE_LIMITED, PROBE_TIME.instant());
        List<Disposable> waiting = fillTheQueue();
        MockServerWebExchange next = exchange();

        waiting.get(0).dispose();
        Disposable caller = send(queued(), next).subscribe();

        assertThat(caller.isDisposed()).as("refused").isFalse();
        assertThat(next.getResponse().isCommitted()).isFalse();
    }

    private List<Disposable> fillTheQueue() {
        return IntStream.range(0, WaitingRoom.PLACES)
                .mapToObj(i -> send(queued()).subscribe())
                .toList();
    }

    private void remember(OutcomeClass what, Instant when) {
        Admission admission = health.admit("acme", ATTEMPT.key(), ATTEMPT.endpoint(), Demand.NONE, when);
        ((Admission.Granted) admission).permit().failed(Calls.outcome(what, SubClass.NONE, 0), false, when);
    }

    private Standing standing() {
        return health.standing("acme", ATTEMPT.key(), ATTEMPT.endpoint(), PROBE_TIME.instant());
    }

    private static Plan planned(List<Attempt> attempts, List<Attempt> cooling) {
        return new Plan(attempts, cooling, List.of());
    }

    private Failover planned(Profile profile) {
        return failover(planned(List.of(ATTEMPT), List.of()), profile);
    }

    private Failover queued() {
        Waiting queueing = new Waiting(Duration.ofSeconds(3), Duration.ofSeconds(30));
        Profile profile = new Profile(
                "queueing", 8, false, false, Guardrails.NONE, null, Timeouts.NONE, queueing, Delivery.LIVE, Calls.HERE);
        return failover(planned(List.of(), List.of(ATTEMPT)), profile);
    }

    private Failover failover(Plan plan, Profile profile) {
        return new Failover(plan, profile, new SteadyDelays(), new HealthGate(health, "acme", Demand.NONE, PROBE_TIME));
    }

    private Mono<Void> send(Failover failover) {
        return send(failover, exchange());
    }

    /** Through the filter that owns a request's life, straight into the loop. */
    private Mono<Void> send(Failover failover, MockServerWebExchange exchange) {
        ByokGatewayFilter filter = new ByokGatewayFilter(new Generations(PROBE_TIME, new GenerationLog()), false);
        return filter.filter(exchange, toLoop -> {
            ByokExchange call = Calls.streaming(toLoop.getRequiredAttribute(ByokExchange.ATTRIBUTE));
            call.plan(planned(List.of(), List.of()), failover);
            return loop.run(call, toLoop, refusingConnections());
        });
    }

    private GatewayFilterChain refusingConnections() {
        return exchange -> Mono.defer(() -> {
            calls.incrementAndGet();
            return Mono.error(new ConnectException("refused"));
        });
    }

    private static MockServerWebExchange exchange() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.post("/v1/chat/completions").body(Calls.STREAM_REQUEST));
        Route route = Route.async()
                .id("llm")
                .uri("byok://auto")
                .asyncPredicate(any -> Mono.just(true))
                .build();
        exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, route);
        return exchange;
    }

    private static final class SteadyDelays implements Delays {

        @Override
        public Duration beforeLastTry() {
            return LAST_TRY;
        }

        @Override
        public Duration afterDeadline() {
            return Duration.ofMillis(1);
        }
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A provider that is down for a minute under steady load, with another one beside it. The minute is the gateway's clock's:
 * each answer moves it on, so that the load per second of that clock is always the same.
 */
class ProviderDownE2ETests {

    private static final int CALLERS = 16;
    private static final int KEYS = 2;
    private static final Duration PER_ANSWER = Duration.ofMillis(80);
    private static final Duration DOWN = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(105);
    private static final Duration OPENED_FOR = Duration.ofSeconds(5);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);

    /** Long enough for other callers to be seen at the provider if they were let through meanwhile. */
    private static final Duration TO_ANSWER = Duration.ofMillis(20);

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(MovableClock.Host.class)
            .provider("alpha")
            .provider("beta")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha", "beta/gpt-beta")
                    // Without an order of its own a policy has the one that was out lately come last for half a minute.
                    .profile("standard", "order: [alpha, beta]")
                    .prioritized("alpha", "first", "second")
                    .prioritized("beta", "other"));

    private final MovableClock clock = MovableClock.HOSTS;
    private final Instant start = clock.instant();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Served> answers = new ConcurrentLinkedQueue<>();

    /** A call of the provider that goes down, and how many more of its calls were under way. */
    private record Call(Duration at, int others) {

        boolean refused() {
            return at.compareTo(DOWN) < 0;
        }

        boolean probes() {
            return at.compareTo(OPENED_FOR) >= 0;
        }
    }

    private record Served(Duration begun, Duration over, Reply reply) {

        boolean byAlpha() {
            return "alpha".equals(reply.header("x-byok-provider"));
        }
    }

    @Test
    @Timeout(90)
    void isProbedByOneCallAtATimeAndServesEverybodyWithinHalfAMinuteOfItsReturn() {
        STAGE.upstream("alpha").on("sk-first", this::answer).on("sk-second", this::answer);
        STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        keepCalling();

        assertThat(answers).as("answers").hasSizeGreaterThan(CALLERS).allSatisfy(each -> assertThat(
                        each.reply().status())
                .isEqualTo(200));
        assertThat(calls.stream().filter(call -> !call.probes()))
                .as("before the breaker opens each caller pays for each key once at most")
                .hasSizeBetween(5, CALLERS * KEYS);
        assertThat(calls.stream().filter(call -> call.refused() && call.probes()))
                .as("probes while it is down: after 5, 10, 20 and then every 30 s, each of one call")
                .hasSizeBetween(3, 4)
                .allSatisfy(probe -> assertThat(probe.others()).isZero());
        Call back = calls.stream().filter(call -> !call.refused()).findFirst().orElseThrow();
        assertThat(back.others()).as("beside the probe that succeeds").isZero();
        assertThat(back.at().minus(DOWN)).isLessThanOrEqualTo(BACK_WITHIN.plusSeconds(1));
        assertThat(answers.stream().filter(each -> each.begun().compareTo(firstServedByAlpha()) > 0))
                .as("whoever comes after the probe that succeeds")
                .hasSizeGreaterThan(CALLERS)
                .allMatch(Served::byAlpha);
    }

    private Duration firstServedByAlpha() {
        return answers.stream()
                .filter(Served::byAlpha)
                .map(Served::over)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void keepCalling() {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String body = i % 2 == 0 ? Client.chatOf("openai/gpt") : Client.streamOf("openai/gpt");
                callers.add(CompletableFuture.runAsync(() -> callUntilTheEnd(body), threads));
            }
            callers.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private void callUntilTheEnd(String body) {
        Client client = STAGE.client();
        for (Duration begun = clock.since(start); begun.compareTo(END) < 0; begun = clock.since(start)) {
            Reply reply = client.chat(body);
            answers.add(new Served(begun, clock.since(start), reply));
            clock.advance(PER_ANSWER);
        }
    }

    private Publisher<Void> answer(FakeProvider.Call request, HttpServerResponse response) {
        Call call = new Call(clock.since(start), underWay.getAndIncrement());
        calls.add(call);
        FakeProvider.Behaviour behaviour = call.refused() ? Answers.failing() : Answers.ok("from alpha");
        return Mono.delay(TO_ANSWER).then(Mono.defer(() -> {
            underWay.decrementAndGet();
            return Mono.from(behaviour.answer(request, response));
        }));
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** How a stream's bytes move, how connections are kept, and what happens when the caller goes away. */
@ExtendWith(LeakWatch.class)
class StreamFlowE2ETests {

    private static final int LARGE = 16 * 1024;
    private static final int MANY = 4_000;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("stalling", "timeouts: { stall: 400ms, output-gap: 400ms }")
            .provider("busy")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("openai/fast", "", "stalling/gpt-upstream")
                    .model("openai/busy", "", "busy/gpt-upstream")
                    .profile("careful", "delivery: verified")
                    .caller("careful", "profile: careful")
                    .prioritized("alpha", "first", "second")
                    .prioritized("stalling", "large")
                    .prioritized("busy", "refused", "served"));

    @Test
    void passesEachEventOnBeforeTheProviderSendsTheNext() {
        Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
        STAGE.upstream("alpha").on("sk-first", Answers.events(events.asFlux()));
        events.tryEmitNext(Answers.content("one")).orThrow();

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            for (String text : List.of("two", "three", "four")) {
                assertThat(stream.next()).contains("\"content\"");
                events.tryEmitNext(Answers.content(text)).orThrow();
            }
            assertThat(stream.next()).isEqualTo(Answers.content("four"));
            events.tryEmitNext(Answers.finish()).orThrow();
            assertThat(stream.next()).isEqualTo(Answers.finish());
            events.tryEmitComplete().orThrow();
            assertThat(stream.rest()).containsExactly(Answers.DONE);
        }
    }

    @Test
    void doesNotTakeASlowReaderForAStalledProvider() {
        AtomicInteger sent = new AtomicInteger();
        String event = Answers.content("x".repeat(LARGE));
        Flux<String> answer = Flux.range(0, MANY)
                .map(index -> event)
                .doOnNext(any -> sent.incrementAndGet())
                .concatWithValues(Answers.finish(), Answers.DONE);
        STAGE.upstream("stalling").on("sk-large", Answers.events(answer));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/fast"))) {
            assertThat(stream.next()).isEqualTo(event);
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(MANY);

            List<String> rest = stream.rest();

            assertThat(rest).hasSize(MANY + 1).endsWith(Answers.finish(), Answers.DONE);
        }
    }

    @Test
    void leavesNoBufferBehindWhenASlowReaderLeaves() {
        LeakWatch.collect();
        AtomicInteger sent = new AtomicInteger();
        String event = Answers.content("x".repeat(LARGE));
        FakeProvider stalling = STAGE.upstream("stalling")
                .on(
                        "sk-large",
                        Answers.events(
                                Flux.range(0, MANY).map(index -> event).doOnNext(any -> sent.incrementAndGet())));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/fast"))) {
            assertThat(stream.next()).isEqualTo(event);
            awaitStandstill(sent);
        }

        await().until(() -> stalling.cancelled() == 1);
        LeakWatch.assertNoLeaks();
    }

    @Test
    void closesTheProvidersConnectionWhenTheCallerLeavesBeforeItsHeaders() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.silent());

        CompletableFuture<HttpResponse<InputStream>> request = STAGE.client().begin(Client.chatOf("openai/gpt"));
        await().until(() -> alpha.calls().size() == 1);
        request.cancel(true);

        await().until(() -> alpha.cancelled() == 1);
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void closesTheProvidersConnectionWhenTheCallerLeavesBeforeTheFirstOutput() {
        AtomicInteger taken = new AtomicInteger();
        Flux<String> held = Flux.just(Answers.role(), Answers.role())
                .doOnComplete(() -> taken.set(1))
                .concatWith(Flux.never());
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.events(held));

        CompletableFuture<HttpResponse<InputStream>> request = STAGE.client().begin(Client.streamOf("openai/gpt"));
        await().until(() -> taken.get() == 1);
        request.cancel(true);

        await().until(() -> alpha.cancelled() == 1);
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void closesTheProvidersConnectionWhenTheCallerLeavesInTheMiddle() {
        Flux<String> endless = Flux.interval(Duration.ofMillis(20)).map(tick -> Answers.content("x"));
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.events(endless));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).isEqualTo(Answers.content("x"));
        }

        await().until(() -> alpha.cancelled() == 1);
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void closesTheProvidersConnectionWhenTheCallerLeavesWhileAVerifiedAnswerIsHeld() {
        AtomicInteger taken = new AtomicInteger();
        Flux<String> held = Flux.just(Answers.role(), Answers.content("held"))
                .doOnComplete(() -> taken.set(1))
                .concatWith(Flux.never());
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.events(held));

        CompletableFuture<HttpResponse<InputStream>> request =
                STAGE.client("careful").begin(Client.streamOf("openai/gpt"));
        await().until(() -> taken.get() == 1);
        assertThat(request).as("nothing shown").isNotDone();
        request.cancel(true);

        await().until(() -> alpha.cancelled() == 1);
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void usesTheConnectionsOfRefusedAnswersAgain() {
        FakeProvider busy =
                STAGE.upstream("busy").on("sk-refused", Answers.rateLimited(5)).on("sk-served", Answers.ok("hello"));

        for (int i = 0; i < 50; i++) {
            STAGE.gateway().health().forget();
            assertThat(STAGE.client().chat(Client.chatOf("openai/busy")).status())
                    .isEqualTo(200);
        }

        assertThat(busy.calls()).hasSize(100);
        assertThat(busy.connections()).isLessThanOrEqualTo(3);
    }

    private static void awaitStandstill(AtomicInteger counter) {
        AtomicInteger before = new AtomicInteger(-1);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(15))
                .until(() -> before.getAndSet(counter.get()) == counter.get());
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Streams of a host's own way pass at once while they are observed, and end for the provider when their caller leaves. */
class ObservedStreamE2ETests {

    private static final FakeProvider PROVIDER = new FakeProvider();

    @RegisterExtension
    static final AfterAllCallback CLOSING = context -> PROVIDER.close();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy -> policy.price("alpha/gpt-upstream", "{ prompt: 1, completion: 10 }")
                    .model("openai/gpt", "", "alpha/gpt-upstream")
                    .prioritized("alpha", "main"))
            .properties(new Routes(1)
                    .add(
                            "observed",
                            PROVIDER.baseUrl(""),
                            "Path=/observed/**",
                            "StripPrefix=1",
                            "Byok=observe",
                            "SetRequestHeader=Authorization, Bearer sk-hosts")
                    .properties());

    private CapturedLog log;
    private Client client;

    @BeforeEach
    void listen() {
        log = CapturedLog.of("dev.byok.generation");
        client = new Client(
                STAGE.gateway().baseUrl().replace("/v1", "/observed/v1"),
                STAGE.policy().gatewayKey("agent"));
    }

    @AfterEach
    void stopListening() {
        log.close();
        PROVIDER.startAfresh();
    }

    @Test
    void eachEventPassesWhenItComes() {
        Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
        PROVIDER.on("sk-hosts", Answers.events(events.asFlux()));
        events.tryEmitNext(Answers.content("one")).orThrow();

        try (LiveStream stream = client.open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).isEqualTo(Answers.content("one"));
            List.of(Answers.finish(), Answers.usage(), Answers.DONE)
                    .forEach(event -> events.tryEmitNext(event).orThrow());
            events.tryEmitComplete().orThrow();

            assertThat(stream.rest()).containsExactly(Answers.finish(), Answers.usage(), Answers.DONE);
        }

        assertThat(line()).contains(" caller=agent ", " outcome=passed ").endsWith(" cost_usd=0.000075");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void aCallerWhoLeavesEndsTheProvidersAnswer() {
        PROVIDER.on(
                "sk-hosts", Answers.events(Mono.just(Answers.content("half")).concatWith(Flux.never())));

        try (LiveStream stream = client.open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).contains("half");
        }

        await().until(() -> PROVIDER.cancelled() == 1);
        assertThat(line()).contains(" status=200 outcome=cancelled ").endsWith(" usage=unknown");
    }

    @Test
    void aStreamThatBreaksIsNoCancellation() {
        PROVIDER.on("sk-hosts", Answers.cutAfter(Answers.content("half")));

        try (LiveStream stream = client.open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).contains("half");
            await().until(() -> log.events().size() == 1);
        }

        assertThat(line()).contains(" status=200 outcome=failed ");
    }

    private String line() {
        await().until(() -> log.events().size() == 1);
        return log.lines().get(0);
    }
}

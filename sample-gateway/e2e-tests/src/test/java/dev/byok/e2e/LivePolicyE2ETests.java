package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Sinks;

/** A policy that changes on disk while the gateway runs. */
class LivePolicyE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").policy(policy -> policy.model(
                    "openai/gpt", "", "alpha/gpt-upstream")
            .prioritized("alpha", "first"));

    private static final String FIRST = "first";

    @BeforeEach
    void startFromTheFirstKey() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("from first")).on("sk-second", Answers.ok("from second"));
        STAGE.policy().withoutOwnKeys().prioritized("alpha", FIRST).write();
        await().until(() -> FIRST.equals(ask().header("x-byok-key")));
        STAGE.upstream("alpha").calls().clear();
    }

    @Test
    void routesByAnEditedPolicyAndSaysSo() {
        String before = ask().header("x-byok-policy");

        STAGE.policy().withoutOwnKeys().prioritized("alpha", "second").write();

        await().until(() -> "second".equals(ask().header("x-byok-key")));
        assertThat(ask().header("x-byok-policy")).isNotEqualTo(before);
    }

    @Test
    void leavesARunningStreamAlone() {
        Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
        STAGE.upstream("alpha").on("sk-first", Answers.events(events.asFlux()));
        events.tryEmitNext(Answers.content("one")).orThrow();

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).isEqualTo(Answers.content("one"));
            STAGE.policy().withoutOwnKeys().prioritized("alpha", "second").write();
            await().until(() -> "second".equals(ask().header("x-byok-key")));
            events.tryEmitNext(Answers.content("two")).orThrow();
            events.tryEmitNext(Answers.finish()).orThrow();
            events.tryEmitNext(Answers.DONE).orThrow();
            events.tryEmitComplete().orThrow();

            assertThat(stream.rest()).containsExactly(Answers.content("two"), Answers.finish(), Answers.DONE);
        }
    }

    @Test
    void keepsThePolicyInForceWhenAnEditIsBroken() {
        String before = ask().header("x-byok-policy");
        PolicyDirectory directory = STAGE.policy().directory();

        directory.write("models.yml", "models: { openai/gpt: { endpoints: [{ provider: nobody, model: x }] } }\n");
        await().during(Duration.ofSeconds(1)).until(() -> ask().status() == 200);

        assertThat(ask().header("x-byok-policy")).isEqualTo(before);
    }

    private static Reply ask() {
        return STAGE.client().chat(Client.chatOf("openai/gpt"));
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Until the first real output of a stream another key may take over, and the caller sees nothing of it. */
class StreamStartE2ETests {

    private static final String PING = ": keep-alive\n\n";
    private static final String OVERLOADED = Answers.errorEvent("Overloaded", "server_error", "server_error");

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("quick", "timeouts: { first-output: 400ms }")
            .provider("patient", "timeouts: { first-output: 8s, stall: 8s }")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("openai/timed", "", "quick/gpt-upstream", "alpha/gpt-upstream")
                    .model("openai/slow", "", "patient/gpt-upstream", "alpha/gpt-upstream")
                    .prioritized("alpha", "first", "second")
                    .prioritized("quick", "timed", "timed-two")
                    .prioritized("patient", "slow"));

    static Stream<Arguments> beginningsWithoutOutput() {
        return Stream.of(
                argumentSet("an error event first", Answers.events(Flux.just(OVERLOADED))),
                argumentSet("a role, then an error event", Answers.events(Flux.just(Answers.role(), OVERLOADED))),
                argumentSet("a role and an error in one piece", Answers.events(Flux.just(Answers.role() + OVERLOADED))),
                argumentSet("a role, then [DONE]", Answers.events(Flux.just(Answers.role(), Answers.DONE))),
                argumentSet("a role, then the end", Answers.events(Flux.just(Answers.role()))),
                argumentSet("nothing at all", Answers.events(Flux.empty())),
                argumentSet("a malformed event", Answers.events(Flux.just(Answers.role(), "data: {oops\n\n"))),
                argumentSet("JSON instead of events", Answers.status(200, Answers.chat("not for you"))));
    }

    @ParameterizedTest
    @MethodSource("beginningsWithoutOutput")
    void hidesABeginningWithoutOutput(Behaviour beginning) {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", beginning).on("sk-second", Answers.ok("a b c"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            List<String> events = stream.rest();

            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("x-byok-key")).isEqualTo("second");
            assertThat(stream.header("x-byok-attempts")).isEqualTo("2");
            assertThat(events).containsExactlyElementsOf(withoutUsage("a b c"));
        }
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void hidesAResetAfterPings() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.inTurn(Answers.cutAfter(PING, Answers.role(), PING), Answers.ok("a b c")));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest()).containsExactlyElementsOf(withoutUsage("a b c"));
        }
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-first");
    }

    @Test
    void leavesAnEndpointWhoseFirstOutputDoesNotCome() {
        FakeProvider quick = STAGE.upstream("quick")
                .on("sk-timed", Answers.events(Flux.just(Answers.role()).concatWith(pings())));
        STAGE.upstream("alpha").on("sk-first", Answers.ok("a b c"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/timed"))) {
            assertThat(stream.rest()).containsExactlyElementsOf(withoutUsage("a b c"));
            assertThat(stream.header("x-byok-provider")).isEqualTo("alpha");
        }
        assertThat(quick.credentials()).containsExactly("sk-timed");
    }

    @Test
    void waitsForASlowFirstOutputWithinItsLimit() {
        Flux<String> answer = Flux.just(PING, Answers.role())
                .concatWith(Mono.delay(Duration.ofMillis(700)).then(Mono.empty()))
                .concatWith(Flux.just(Answers.content("late"), Answers.finish(), Answers.DONE));
        FakeProvider patient = STAGE.upstream("patient").on("sk-slow", Answers.events(answer));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/slow"))) {
            assertThat(LiveStream.text(stream.rest())).isEqualTo("late");
            assertThat(stream.header("x-byok-attempts")).isEqualTo("1");
        }
        assertThat(patient.credentials()).containsExactly("sk-slow");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void passesWhatWasHeldBeforeTheFirstOutput() {
        Flux<String> answer =
                Flux.just(PING, Answers.role(), PING, Answers.content("x"), Answers.finish(), Answers.DONE);
        STAGE.upstream("alpha").on("sk-first", Answers.events(answer));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest())
                    .containsExactly(PING, Answers.role(), PING, Answers.content("x"), Answers.finish(), Answers.DONE);
        }
    }

    @Test
    void takesAToolCallAndAFinishReasonForOutput() {
        String toolCall = Answers.chunk(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"look\",\"arguments\":\"\"}}]}",
                "null");
        STAGE.upstream("alpha").on("sk-first", Answers.cutAfter(toolCall)).on("sk-second", Answers.ok("never"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).isEqualTo(toolCall);
            assertThat(stream.next()).contains("\"error\"");
        }
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-first");
    }

    private static List<String> withoutUsage(String text) {
        return Answers.chunks(text).stream()
                .filter(event -> !event.equals(Answers.usage()))
                .toList();
    }

    private static Flux<String> pings() {
        return Flux.interval(Duration.ofMillis(50)).map(tick -> PING);
    }
}

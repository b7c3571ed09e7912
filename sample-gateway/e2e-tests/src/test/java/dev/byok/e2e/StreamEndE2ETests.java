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

/** After the first real output a stream ends properly or with an error, and never with another provider's text. */
class StreamEndE2ETests {

    private static final String PING = ": keep-alive\n\n";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha", "timeouts: { stall: 600ms, output-gap: 1500ms }")
            .provider("brief", "timeouts: { total: 1500ms }")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("openai/brief", "", "brief/gpt-upstream")
                    .prioritized("alpha", "first", "second")
                    .prioritized("brief", "short"));

    static Stream<Arguments> breaks() {
        Flux<String> begun = Flux.just(Answers.role(), Answers.content("half "));
        String error = Answers.errorEvent("Overloaded", "server_error", "server_error");
        Flux<String> pings = Flux.interval(Duration.ofMillis(100)).map(tick -> PING);
        return Stream.of(
                argumentSet("an early end", Answers.events(begun), "upstream_error"),
                argumentSet("silence", Answers.events(begun.concatWith(Flux.never())), "upstream_timeout"),
                argumentSet("pings for ever", Answers.events(begun.concatWith(pings)), "upstream_timeout"),
                argumentSet("an error event", Answers.events(begun.concatWithValues(error)), "upstream_error"),
                argumentSet(
                        "an error event, then more",
                        Answers.events(begun.concatWithValues(error, Answers.content("more"), Answers.DONE)),
                        "upstream_error"),
                argumentSet(
                        "a malformed event",
                        Answers.events(begun.concatWithValues("data: {oops\n\n").concatWith(Flux.never())),
                        "upstream_error"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void endsWithAnErrorEvent(Behaviour broken, String code) {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", broken).on("sk-second", Answers.ok("never"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            List<String> events = stream.rest();

            assertThat(stream.status()).isEqualTo(200);
            assertThat(events).startsWith(Answers.role(), Answers.content("half "));
            assertThat(events.get(events.size() - 1))
                    .startsWith("data: {\"error\":{")
                    .contains("\"code\":\"" + code + "\"", stream.header("x-byok-generation-id"));
            assertThat(events).doesNotContain(Answers.DONE).noneMatch(event -> event.contains("\"stop\""));
            assertThat(String.join("", events)).doesNotContain("never", "more");
        }
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void endsAStreamThatTakesLongerThanItsTotal() {
        Flux<String> endless = Flux.interval(Duration.ofMillis(100)).map(tick -> Answers.content("x"));
        STAGE.upstream("brief").on("sk-short", Answers.events(endless));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/brief"))) {
            List<String> events = stream.rest();

            assertThat(events).hasSizeGreaterThan(1).doesNotContain(Answers.DONE);
            assertThat(events.get(events.size() - 1)).contains("upstream_timeout");
        }
    }

    @Test
    void addsAMissingDoneAfterTheFinishReason() {
        Flux<String> answer = Flux.just(Answers.role(), Answers.content("x"), Answers.finish());
        STAGE.upstream("alpha").on("sk-first", Answers.events(answer));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest())
                    .containsExactly(Answers.role(), Answers.content("x"), Answers.finish(), Answers.DONE);
        }
    }

    @Test
    void endsWellWhenTheProviderHangsAfterTheFinishReason() {
        Flux<String> answer = Flux.just(Answers.content("x"), Answers.finish()).concatWith(Flux.never());
        STAGE.upstream("alpha").on("sk-first", Answers.events(answer));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest()).containsExactly(Answers.content("x"), Answers.finish(), Answers.DONE);
        }
    }

    @Test
    void stripsUsageThatOnlyTheGatewayAskedFor() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.ok("a b"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest())
                    .noneMatch(event -> event.contains("usage"))
                    .endsWith(Answers.DONE);
        }
        assertThat(alpha.calls().get(0).body()).contains("\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void cutsSuchUsageOutOfEventsThatSayOtherThings() {
        String silent = Answers.content("a").replace("}]}", "}],\"usage\":null}");
        String last = Answers.finish()
                .replace(
                        "}]}",
                        "}],\"x_groq\":{\"id\":\"req_1\",\"usage\":{\"total_tokens\":12}},"
                                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}");
        STAGE.upstream("alpha").on("sk-first", Answers.events(Flux.just(silent, last, Answers.DONE)));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest())
                    .containsExactly(
                            Answers.content("a"),
                            Answers.finish().replace("}]}", "}],\"x_groq\":{\"id\":\"req_1\"}}"),
                            Answers.DONE);
        }
    }

    @Test
    void keepsUsageThatTheCallerAskedFor() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.ok("a b"));
        String asking = "{\"model\":\"gpt-upstream\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

        try (LiveStream stream = STAGE.client().open(asking.replace("gpt-upstream", "openai/gpt"))) {
            assertThat(stream.rest()).containsExactlyElementsOf(Answers.chunks("a b"));
        }
        assertThat(alpha.calls().get(0).body()).isEqualTo(asking);
    }
}

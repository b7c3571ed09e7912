package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What becomes of a stream whose first provider fails in one of many ways, in both deliveries. */
class FaultTableE2ETests {

    private static final String ANSWER = "all of it";
    private static final String MODEL = "openai/gpt";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha", "timeouts: { headers: 700ms, first-output: 500ms, stall: 500ms }")
            .provider("beta")
            .policy(policy -> policy.model(MODEL, "", "alpha/gpt-alpha", "beta/gpt-beta")
                    .prioritized("alpha", "first")
                    .prioritized("beta", "other")
                    .profile("small", "delivery: verified, verified-max-bytes: 1000")
                    .profile("careful", "delivery: verified")
                    .caller("small", "profile: small")
                    .caller("careful", "profile: careful"));

    /** How a provider fails, what of it a live stream shows, and how often it is asked. */
    private enum Fault {
        RATE_LIMITED("", 1),
        RATE_LIMITED_WITHOUT_A_TIME("", 1),
        SERVER_ERROR("", 1),
        UNAVAILABLE("", 1),
        RESET_BEFORE_HEADERS("", 2),
        NO_ANSWER("", 1),
        SLOW_FIRST_OUTPUT("", 1),
        ERROR_EVENT_FIRST("", 1),
        MALFORMED_FIRST("", 1),
        ENDS_WITHOUT_OUTPUT("", 1),
        CUT_MIDWAY("Hel", 2),
        ENDS_MIDWAY("Hel", 1),
        STALLS_MIDWAY("Hel", 1),
        MALFORMED_MIDWAY("Hel", 1),
        ERROR_EVENT_MIDWAY("Hel", 1);

        private final String shownLive;
        private final int calls;

        Fault(String shownLive, int calls) {
            this.shownLive = shownLive;
            this.calls = calls;
        }
    }

    private static FakeProvider.Behaviour behaviour(Fault fault) {
        return switch (fault) {
            case RATE_LIMITED -> Answers.rateLimited(60);
            case RATE_LIMITED_WITHOUT_A_TIME -> Answers.status(429, Answers.RATE_LIMITED);
            case SERVER_ERROR -> Answers.failing();
            case UNAVAILABLE -> Answers.status(503, Answers.SERVER_ERROR);
            case RESET_BEFORE_HEADERS -> Answers.reset();
            case NO_ANSWER -> Answers.silent();
            case SLOW_FIRST_OUTPUT -> Answers.events(Flux.just(Answers.role()).concatWith(Mono.never()));
            case ERROR_EVENT_FIRST -> Answers.events(Flux.just(error()));
            case MALFORMED_FIRST ->
                Answers.events(Flux.just("data: {\"choices\":[\n\n").concatWith(Mono.never()));
            case ENDS_WITHOUT_OUTPUT -> Answers.events(Flux.just(Answers.role()));
            case CUT_MIDWAY -> Answers.cutAfter(Answers.role(), Answers.content("Hel"));
            case ENDS_MIDWAY -> Answers.events(Flux.just(Answers.role(), Answers.content("Hel")));
            case STALLS_MIDWAY ->
                Answers.events(Flux.just(Answers.content("Hel")).concatWith(Mono.never()));
            case MALFORMED_MIDWAY ->
                Answers.events(Flux.just(Answers.content("Hel"), "data: {\"choices\":\n\n")
                        .concatWith(Mono.never()));
            case ERROR_EVENT_MIDWAY -> Answers.events(Flux.just(Answers.content("Hel"), error()));
        };
    }

    private static String error() {
        return Answers.errorEvent("The server had an error", "server_error", "server_error");
    }

    @ParameterizedTest
    @EnumSource
    void isHiddenUntilTheFirstOutputOfALiveStream(Fault fault) {
        List<String> events = streamed(fault, "agent");

        if (fault.shownLive.isEmpty()) {
            assertThat(LiveStream.text(events)).isEqualTo(ANSWER);
            assertThat(events).last().isEqualTo(Answers.DONE);
            assertThat(STAGE.upstream("alpha").calls()).hasSize(fault.calls);
        } else {
            assertThat(LiveStream.text(events.subList(0, events.size() - 1))).isEqualTo(fault.shownLive);
            assertThat(events).last().asString().contains("\"error\"");
            assertThat(STAGE.upstream("beta").calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isHiddenAltogetherByVerifiedDelivery(Fault fault) {
        List<String> events = streamed(fault, "careful");

        assertThat(LiveStream.text(events)).isEqualTo(ANSWER);
        assertThat(events).last().isEqualTo(Answers.DONE);
        assertThat(STAGE.upstream("alpha").calls()).hasSize(fault.calls);
        assertThat(STAGE.upstream("beta").calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void isHiddenWhereTheRequestAsksForVerifiedDelivery(Fault fault) {
        List<String> events = streamed(fault, "agent", "x-byok-delivery", "verified");

        assertThat(LiveStream.text(events)).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RATE_LIMITED",
                "SERVER_ERROR",
                "UNAVAILABLE",
                "RESET_BEFORE_HEADERS",
                "RATE_LIMITED_WITHOUT_A_TIME"
            })
    void isHiddenFromAWholeAnswer(Fault fault) {
        STAGE.upstream("alpha").on("sk-first", behaviour(fault));
        STAGE.upstream("beta").on("sk-other", Answers.ok(ANSWER));

        for (String caller : List.of("agent", "careful")) {
            STAGE.gateway().health().forget();
            Reply reply = STAGE.client(caller).chat(Client.chatOf(MODEL));

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo(Answers.chat(ANSWER));
        }
    }

    @Test
    void returnsWhatTheProviderRefusesInBothDeliveries() {
        STAGE.upstream("alpha")
                .on(
                        "sk-first",
                        Answers.status(
                                400, Answers.error("refused", "invalid_request_error", "content_policy_violation")));

        for (String caller : List.of("agent", "careful")) {
            try (LiveStream stream = STAGE.client(caller).open(Client.streamOf(MODEL))) {
                assertThat(stream.status()).isEqualTo(400);
            }
        }
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void failsAVerifiedAnswerThatIsTooLongToHold() {
        String longAnswer = "word ".repeat(200).trim();
        STAGE.upstream("alpha").on("sk-first", Answers.ok(longAnswer));

        for (String body : List.of(Client.chatOf(MODEL), Client.streamOf(MODEL))) {
            Reply reply = STAGE.client("small").chat(body);

            assertThat(reply.status()).as(reply.body()).isEqualTo(502);
            assertThat(reply.errorCode()).isEqualTo("verified_answer_too_large");
        }
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void replacesAWholeAnswerThatIsNoWholeDocumentWhereItIsVerified() {
        String cut = Answers.chat("Hel").substring(0, 150);
        STAGE.upstream("alpha").on("sk-first", Answers.status(200, cut));
        STAGE.upstream("beta").on("sk-other", Answers.ok(ANSWER));

        Reply reply = STAGE.client("careful").chat(Client.chatOf(MODEL));

        assertThat(reply.body()).isEqualTo(Answers.chat(ANSWER));
    }

    @Test
    void goesLiveWhereTheRequestSaysSo() {
        Flux<String> slow = Flux.fromIterable(Answers.chunks("one two three")).delayElements(Duration.ofMillis(50));
        STAGE.upstream("alpha").on("sk-first", Answers.events(slow.concatWith(Mono.never())));

        try (LiveStream stream = STAGE.client("careful").open(Client.streamOf(MODEL), "x-byok-delivery", "live")) {
            assertThat(stream.next()).contains("\"role\"");
            assertThat(stream.header("x-byok-provider")).isEqualTo("alpha");
        }
    }

    @Test
    void refusesADeliveryThatDoesNotExist() {
        Reply reply = STAGE.client().chat(Client.chatOf(MODEL), "x-byok-delivery", "Verified");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("x-byok-delivery: expected 'live' or 'verified'");
    }

    private static List<String> streamed(Fault fault, String caller, String... headers) {
        STAGE.upstream("alpha").on("sk-first", behaviour(fault));
        STAGE.upstream("beta").on("sk-other", Answers.ok(ANSWER));
        List<String> events = new ArrayList<>();
        try (LiveStream stream = STAGE.client(caller).open(Client.streamOf(MODEL), headers)) {
            assertThat(stream.status())
                    .as(fault.name().toLowerCase(Locale.ROOT))
                    .isEqualTo(200);
            events.addAll(stream.rest());
        }
        return events;
    }
}

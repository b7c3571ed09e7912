package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.byok.e2e.Fault.Becomes;
import dev.byok.e2e.Fault.Expected;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a request whose first provider fails in one of many ways: the same in every pair of a caller's dialect and
 * a provider's. Who is asked next speaks another dialect than the one that failed.
 */
@ExtendWith(LeakWatch.class)
class FaultTableE2ETests {

    private static final String ANSWER = "all of it";
    private static final String CLOSED = "-closed";
    private static final String NEXT = "-next";
    private static final String TIMEOUTS =
            "timeouts: { headers: 800ms, first-output: 400ms, stall: 400ms, output-gap: 800ms }";

    @RegisterExtension
    static final Stage STAGE = stage();

    private static Stage stage() {
        Stage stage = Stage.set();
        for (UpstreamWords words : UpstreamWords.values()) {
            String name = words.preset();
            stage.provider(name, name, words.basePath(), words.options(TIMEOUTS), List.of(name));
            stage.provider(name + NEXT, name, words.basePath(), words.options(""), List.of(name + NEXT));
            stage.closedProvider(name + CLOSED, name, words.basePath(), words.options(""));
            stage.policy(policy -> {
                String next = words.next().preset() + NEXT + "/" + words.next().model();
                policy.model(name, "", name + "/" + words.model(), next)
                        .model(name + CLOSED, "", name + CLOSED + "/" + words.model(), next);
                for (String provider : List.of(name, name + NEXT, name + CLOSED)) {
                    policy.keyAt(provider, provider, policy.directory().secret(provider, words.secret(provider)));
                }
            });
        }
        return stage;
    }

    static Stream<Arguments> cells() {
        return cells(any -> true);
    }

    /** Where the caller would see what has come, verified delivery shows nothing of it. */
    static Stream<Arguments> cellsThatVerifiedDeliveryHides() {
        return cells(Fault::isHiddenByVerifiedDelivery);
    }

    static Stream<Arguments> cellsOfWholeAnswers() {
        return cells(Fault::ofWholeAnswers);
    }

    private static Stream<Arguments> cells(Predicate<Fault> which) {
        return Arrays.stream(Fault.values()).filter(which).flatMap(fault -> Arrays.stream(CallerWords.values())
                .flatMap(caller -> Arrays.stream(UpstreamWords.values())
                        .filter(fault::isAt)
                        .map(upstream -> argumentSet(
                                (fault + ", " + caller + " at " + upstream).toLowerCase(Locale.ROOT),
                                fault,
                                caller,
                                upstream))));
    }

    private CapturedLog lines;

    @BeforeEach
    void listen() {
        lines = CapturedLog.of("dev.byok.generation");
    }

    @AfterEach
    void stopListening() {
        lines.close();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aStreamFailsAlikeInEveryDialect(Fault fault, CallerWords caller, UpstreamWords upstream) {
        set(fault, upstream);
        Expected expected = fault.expected();

        switch (expected.becomes()) {
            case HIDDEN -> isHidden(fault, caller, upstream);
            case REFUSED -> isRefused(fault, caller, upstream, true);
            case BROKEN -> isBroken(fault, caller, upstream);
            case WHOLE -> isWhole(fault, caller, upstream);
            case LEFT -> isLeft(fault, caller, upstream);
        }
    }

    @ParameterizedTest
    @MethodSource("cellsThatVerifiedDeliveryHides")
    void verifiedDeliveryHidesWhatIsBrokenInEveryDialect(Fault fault, CallerWords caller, UpstreamWords upstream) {
        set(fault, upstream);

        List<String> events = stream(fault, caller, upstream, "x-byok-delivery", "verified");

        assertThat(caller.text(events)).isEqualTo(ANSWER);
        caller.isWhole(events);
        assertThat(next(upstream).calls()).hasSize(1);
        assertThat(receipt().outcome()).isEqualTo("ok");
    }

    @ParameterizedTest
    @MethodSource("cellsOfWholeAnswers")
    void aWholeAnswerFailsAlikeInEveryDialect(Fault fault, CallerWords caller, UpstreamWords upstream) {
        set(fault, upstream);

        if (fault.expected().becomes() == Becomes.REFUSED) {
            isRefused(fault, caller, upstream, false);
        } else {
            isHiddenFromAWholeAnswer(fault, caller, upstream);
            assertHidden(fault, upstream);
        }
    }

    @ParameterizedTest
    @MethodSource("cellsOfWholeAnswers")
    void aVerifiedAnswerFailsAlikeInEveryDialect(Fault fault, CallerWords caller, UpstreamWords upstream) {
        set(fault, upstream);

        if (fault.expected().becomes() == Becomes.REFUSED) {
            isRefused(fault, caller, upstream, false, "x-byok-delivery", "verified");
        } else {
            isHiddenFromAWholeAnswer(fault, caller, upstream, "x-byok-delivery", "verified");
        }
    }

    private void isHiddenFromAWholeAnswer(Fault fault, CallerWords caller, UpstreamWords upstream, String... headers) {
        Reply reply = STAGE.client().postAt(caller.path(), CallerWords.ask(model(fault, upstream), false), headers);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(caller.text(reply)).isEqualTo(ANSWER);
        assertThat(receipt().outcome()).isEqualTo("ok");
    }

    private static void set(Fault fault, UpstreamWords upstream) {
        first(upstream).on(upstream.credential(upstream.preset()), fault.behaviour(upstream));
        UpstreamWords next = upstream.next();
        next(upstream).on(next.credential(next.preset() + NEXT), next.ok(ANSWER));
    }

    private void isHidden(Fault fault, CallerWords caller, UpstreamWords upstream) {
        List<String> events = stream(fault, caller, upstream);

        assertThat(caller.text(events)).isEqualTo(ANSWER);
        caller.isWhole(events);
        assertHidden(fault, upstream);
    }

    private void assertHidden(Fault fault, UpstreamWords upstream) {
        Expected expected = fault.expected();
        int tries = expected.calls();
        assertThat(first(upstream).calls()).hasSize(fault == Fault.CONNECTION_REFUSED ? 0 : tries);
        assertThat(next(upstream).calls()).hasSize(1);
        Receipt receipt = receipt();
        assertThat(receipt.outcome()).isEqualTo("ok");
        assertThat(receipt.attempts()).hasSize(tries + 1);
        assertThat(receipt.attempts().subList(0, tries))
                .extracting(Receipt.Tried::outcome)
                .containsOnly(expected.tried(upstream));
        assertThat(receipt.attempts().get(tries).outcome()).isEqualTo("ok");
        isClosed(fault, upstream);
    }

    private void isRefused(Fault fault, CallerWords caller, UpstreamWords upstream, boolean stream, String... headers) {
        Expected expected = fault.expected();

        Reply reply = STAGE.client().postAt(caller.path(), CallerWords.ask(model(fault, upstream), stream), headers);

        assertThat(reply.status()).as(reply.body()).isEqualTo(expected.status());
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        caller.isRefusal(reply, expected.code());
        askedOnlyTheFirst(expected, upstream);
    }

    private void isBroken(Fault fault, CallerWords caller, UpstreamWords upstream) {
        Expected expected = fault.expected();
        try (LiveStream stream = open(fault, caller, upstream)) {
            List<String> events = stream.rest();

            assertThat(stream.status()).isEqualTo(expected.status());
            assertThat(caller.text(events)).isEqualTo(expected.shown());
            caller.isBroken(events, expected.code(), String.valueOf(stream.header("x-byok-generation-id")));
        }
        askedOnlyTheFirst(expected, upstream);
        isClosed(fault, upstream);
    }

    private void isWhole(Fault fault, CallerWords caller, UpstreamWords upstream) {
        List<String> events = stream(fault, caller, upstream);

        assertThat(caller.text(events)).isEqualTo(fault.expected().shown());
        boolean passes = caller.name().equals(upstream.name());
        if (fault == Fault.TERMINATOR_WITHOUT_A_REASON && passes) {
            // What passes as it is says no more than it did.
            assertThat(events).last().isEqualTo(new String(upstream.end(), StandardCharsets.UTF_8));
        } else {
            caller.isWhole(events);
        }
        askedOnlyTheFirst(fault.expected(), upstream);
        isClosed(fault, upstream);
    }

    private void isLeft(Fault fault, CallerWords caller, UpstreamWords upstream) {
        Expected expected = fault.expected();
        String body = CallerWords.ask(model(fault, upstream), true);
        if (expected.shown().isEmpty()) {
            CompletableFuture<HttpResponse<InputStream>> request =
                    STAGE.client().beginAt(caller.path(), body);
            await().until(() -> !first(upstream).calls().isEmpty());
            request.cancel(true);
        } else {
            try (LiveStream stream = STAGE.client().openAt(caller.path(), body)) {
                String event = stream.next();
                while (event != null && !event.contains(expected.shown())) {
                    event = stream.next();
                }
                assertThat(event).isNotNull();
            }
        }

        await().until(() -> first(upstream).cancelled() == 1);
        assertThat(next(upstream).calls()).isEmpty();
        assertThat(receipt().outcome()).isEqualTo(expected.outcome());
    }

    /** Of so many cells none waits longer than it has to. */
    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private void askedOnlyTheFirst(Expected expected, UpstreamWords upstream) {
        assertThat(first(upstream).calls()).hasSize(expected.calls());
        assertThat(next(upstream).calls()).isEmpty();
        Receipt receipt = receipt();
        assertThat(receipt.outcome()).isEqualTo(expected.outcome(upstream));
        assertThat(receipt.attempts()).extracting(Receipt.Tried::outcome).containsExactly(expected.tried(upstream));
    }

    /** A provider that would go on for ever is left. */
    private static void isClosed(Fault fault, UpstreamWords upstream) {
        if (fault.name().contains("STALL") || fault.name().contains("GARBAGE") || fault == Fault.NO_HEADERS) {
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(first(upstream).cancelled()).isEqualTo(1));
        }
    }

    private static List<String> stream(Fault fault, CallerWords caller, UpstreamWords upstream, String... headers) {
        try (LiveStream stream = open(fault, caller, upstream, headers)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
            return stream.rest();
        }
    }

    private static LiveStream open(Fault fault, CallerWords caller, UpstreamWords upstream, String... headers) {
        return STAGE.client().openAt(caller.path(), CallerWords.ask(model(fault, upstream), true), headers);
    }

    private static String model(Fault fault, UpstreamWords upstream) {
        return fault == Fault.CONNECTION_REFUSED ? upstream.preset() + CLOSED : upstream.preset();
    }

    private static FakeProvider first(UpstreamWords upstream) {
        return STAGE.upstream(upstream.preset());
    }

    private static FakeProvider next(UpstreamWords upstream) {
        return STAGE.upstream(upstream.next().preset() + NEXT);
    }

    private Receipt receipt() {
        await().until(() -> lines.events().size() == 1);
        return Receipt.of(lines.lines().get(0));
    }
}

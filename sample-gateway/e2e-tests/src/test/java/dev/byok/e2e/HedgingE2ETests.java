package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A profile that hedges: another attempt beside a slow one, the first to answer wins, the other is cancelled. */
@ExtendWith(LeakWatch.class)
class HedgingE2ETests {

    private static final String WHOLE = Client.chatOf("openai/gpt");
    private static final String STREAM = Client.streamOf("openai/gpt");
    private static final String IDEMPOTENCY_KEY = "idempotency-key";

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.model(
                    "openai/gpt", "", "alpha/gpt-alpha", "beta/gpt-beta")
            .model("openai/other", "", "beta/gpt-other")
            .profile("standard", "order: [alpha, beta], hedge-after: 150ms")
            .profile("patient", "order: [alpha, beta]")
            .caller("agent", "")
            .caller("patient-agent", "profile: patient")
            .prioritized("alpha", "first")
            .key("beta", "prioritized", "other", "api-keys: [agent, patient-agent]")
            .caller("shared-agent", "")
            .shared("beta", "pool"));

    private final FakeProvider alpha = STAGE.upstream("alpha");
    private final FakeProvider beta = STAGE.upstream("beta");

    /** Completes when beta is asked. */
    private final Sinks.Empty<Void> betaAsked = Sinks.empty();

    private CapturedLog lines;

    @BeforeEach
    void listen() {
        lines = CapturedLog.of("dev.byok.generation");
    }

    @AfterEach
    void stopListening() {
        lines.close();
    }

    @Test
    void answersAStreamFromTheSecondAttemptWhereTheFirstIsSilent() {
        alpha.on("sk-first", Answers.silent());
        beta.on("sk-other", Answers.ok("from beta"));

        try (LiveStream stream = STAGE.client().open(STREAM)) {
            assertThat(stream.header("x-byok-provider")).isEqualTo("beta");
            assertThat(stream.header("x-byok-key")).isEqualTo("other");
            assertThat(stream.header("x-byok-attempts")).isEqualTo("2");
            assertThat(LiveStream.text(stream.rest())).isEqualTo("from beta");
        }

        assertThat(line()).contains(" status=200 outcome=ok ").contains("first").contains("cancelled");
        awaitCancelled(alpha);
        assertThat(alpha.credentials()).containsExactly("sk-first");
        assertThat(beta.credentials()).containsExactly("sk-other");
    }

    @Test
    void answersAStreamFromTheSecondAttemptWhereTheFirstSaysNothingReal() {
        alpha.on(
                "sk-first",
                Answers.events(Flux.just(Answers.role(), ": ping\n\n").concatWith(Flux.never())));
        beta.on("sk-other", Answers.ok("from beta"));

        try (LiveStream stream = STAGE.client().open(STREAM)) {
            assertThat(stream.header("x-byok-provider")).isEqualTo("beta");
            assertThat(LiveStream.text(stream.rest())).isEqualTo("from beta");
        }
        awaitCancelled(alpha);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersAWholeAnswerFromTheSecondAttempt(boolean idempotent) {
        alpha.on("sk-first", Answers.silent());
        beta.on("sk-other", Answers.ok("from beta"));

        Reply reply = idempotent
                ? STAGE.client().chat(WHOLE, IDEMPOTENCY_KEY, "hedged-1")
                : STAGE.client().chat(WHOLE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("from beta");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(reply.header("set-cookie")).isNull();
        awaitCancelled(alpha);
    }

    @Test
    void leavesTheFirstAttemptItsAnswerWhereThatComesBeforeTheSecondOnes() {
        alpha.on("sk-first", afterBeta(Answers.ok("from alpha")));
        beta.on("sk-other", noted(Answers.silent()));

        try (LiveStream stream = STAGE.client().open(STREAM)) {
            assertThat(stream.header("x-byok-provider")).isEqualTo("alpha");
            assertThat(stream.header("x-byok-attempts")).isEqualTo("2");
            assertThat(LiveStream.text(stream.rest())).isEqualTo("from alpha");
        }
        awaitCancelled(beta);
        assertThat(line()).contains(" status=200 outcome=ok ");
    }

    @Test
    void asksNobodyElseWhereTheFirstAnswersInTime() {
        alpha.on("sk-first", Answers.ok("from alpha"));

        Reply reply = STAGE.client().chat(WHOLE);

        assertThat(reply.header("x-byok-provider")).isEqualTo("alpha");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("1");
        assertThat(beta.calls()).isEmpty();
    }

    @Test
    void movesOnAtOnceWhereTheFirstFailsInTime() {
        alpha.on("sk-first", Answers.rejected());
        beta.on("sk-other", Answers.ok("from beta"));

        Reply reply = STAGE.client().chat(WHOLE);

        assertThat(reply.header("x-byok-provider")).isEqualTo("beta");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 429, 500, 529})
    void waitsForTheFirstAttemptWhereTheSecondFails(int status) {
        Sinks.Empty<Void> betaFailed = Sinks.empty();
        beta.on("sk-other", (call, response) -> Mono.from(
                        Answers.status(status, Answers.SERVER_ERROR).answer(call, response))
                .doOnTerminate(betaFailed::tryEmitEmpty));
        alpha.on("sk-first", (call, response) -> betaFailed
                .asMono()
                .thenMany(Answers.ok("from alpha").answer(call, response)));

        Reply reply = STAGE.client().chat(WHOLE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("from alpha");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 529})
    void waitsForTheSecondAttemptWhereTheFirstFailsMeanwhile(int status) {
        Sinks.Empty<Void> alphaFailed = Sinks.empty();
        alpha.on("sk-first", afterBeta((call, response) -> Mono.from(
                        Answers.status(status, Answers.SERVER_ERROR).answer(call, response))
                .doOnTerminate(alphaFailed::tryEmitEmpty)));
        beta.on("sk-other", noted((call, response) -> alphaFailed
                .asMono()
                .thenMany(Answers.ok("from beta").answer(call, response))));

        Reply reply = STAGE.client().chat(STREAM);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("beta");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(beta.calls()).hasSize(1);
    }

    @Test
    void endsWithWhatTheFirstSaysIsTheCallersFault() {
        alpha.on(
                "sk-first",
                afterBeta(Answers.status(400, Answers.error("no such thing", "invalid_request_error", "x"))));
        beta.on("sk-other", noted(Answers.silent()));

        Reply reply = STAGE.client().chat(WHOLE);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorMessage()).contains("no such thing");
        awaitCancelled(beta);
    }

    @Test
    void tellsOfBothWhereBothFail() {
        alpha.on("sk-first", afterBeta(Answers.failing()));
        beta.on("sk-other", noted(Answers.rejected()));

        Reply reply = STAGE.client().chat(WHOLE);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.keysTried()).contains("first", "other");
    }

    @Test
    void neverLeavesOwnKeysForSharedCapacityBecauseTheyAreSlow() {
        CompletableFuture<Reply> answer;
        Sinks.Empty<Void> released = Sinks.empty();
        alpha.on("sk-first", (call, response) -> released.asMono()
                .thenMany(Answers.ok("from alpha").answer(call, response)));
        beta.on("sk-pool", Answers.ok("from the pool"));

        answer = STAGE.client("shared-agent").chatLater(WHOLE);
        // Another caller's hedge begins later than this one's would: by then it has been decided.
        await().until(() -> alpha.calls().size() == 1);
        beta.on("sk-other", Answers.ok("from beta"));
        assertThat(STAGE.client().chat(WHOLE).header("x-byok-provider")).isEqualTo("beta");
        released.tryEmitEmpty();

        assertThat(answer.join().header("x-byok-provider")).isEqualTo("alpha");
        assertThat(beta.credentials()).containsExactly("sk-other");
    }

    @Test
    void cancelsBothWhereTheCallerLeaves() {
        alpha.on("sk-first", Answers.silent());
        beta.on("sk-other", Answers.silent());

        CompletableFuture<?> call = STAGE.client().begin(WHOLE);
        await().until(() -> alpha.calls().size() == 1 && beta.calls().size() == 1);
        call.cancel(true);

        awaitCancelled(alpha);
        awaitCancelled(beta);
    }

    @Test
    void isOnlyForProfilesThatSayIt() {
        alpha.on("sk-first", Answers.silent());
        beta.on("sk-other", Answers.ok("from beta"));

        CompletableFuture<?> patient = STAGE.client("patient-agent").begin(WHOLE);
        await().until(() -> alpha.calls().size() == 1);
        assertThat(STAGE.client().chat(WHOLE).header("x-byok-provider")).isEqualTo("beta");

        assertThat(beta.calls()).hasSize(1);
        patient.cancel(true);
        awaitCancelled(alpha);
    }

    /** Answers like this as soon as beta has been asked. */
    private Behaviour afterBeta(Behaviour behaviour) {
        return (call, response) -> betaAsked.asMono().thenMany(behaviour.answer(call, response));
    }

    private Behaviour noted(Behaviour behaviour) {
        return (call, response) -> {
            betaAsked.tryEmitEmpty();
            return behaviour.answer(call, response);
        };
    }

    private static void awaitCancelled(FakeProvider provider) {
        await().until(() -> provider.cancelled() >= 1);
    }

    private String line() {
        await().until(() -> lines.events().size() == 1);
        return lines.lines().get(0);
    }
}

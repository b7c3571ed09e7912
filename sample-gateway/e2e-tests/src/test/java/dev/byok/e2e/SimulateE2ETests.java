package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.health.HealthReport;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Failures that a test caller rehearses while every key is healthy: they are this request's, and nobody else's. */
class SimulateE2ETests {

    private static final String HEADER = "x-byok-simulate";
    private static final String GPT = "openai/gpt";
    private static final String CHAT = Client.chatOf(GPT);

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.model(
                    GPT, "", "alpha/gpt-upstream")
            .model("openai/mini", "", "beta/mini-upstream")
            .prioritized("alpha", "first", "second")
            .shared("alpha", "operators")
            .prioritized("beta", "other")
            .environment("staging", "")
            .environment("prod", "")
            .caller("tester", "environment: staging, simulate: true")
            .caller("colleague", "environment: staging")
            .caller("worker", "environment: prod"));

    @BeforeEach
    void serve() {
        for (String key : List.of("sk-first", "sk-second", "sk-operators")) {
            STAGE.upstream("alpha").on(key, Answers.ok("from " + key));
        }
        STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));
    }

    @AfterEach
    void restoreSecret() {
        STAGE.policy().directory().secret("first", "sk-first");
    }

    @Test
    void movesOnFromASimulatedFailureWithoutAskingItsKey() {
        Reply reply = simulate("first=429,retry-after=60");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-key")).isEqualTo("second");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"401", "402", "403", "429", "500", "503,retry-after=30", "529", "timeout", "reset"})
    void leavesNobodyElseAnythingToRemember(String answer) {
        STAGE.client().chat(CHAT);
        Instant now = Instant.now();
        HealthReport before = STAGE.gateway().health().report(now);

        for (int i = 0; i < 6; i++) {
            simulate("first=" + answer);
        }

        assertThat(STAGE.gateway().health().report(now)).isEqualTo(before);
        assertThat(STAGE.client("colleague").chat(CHAT).header("x-byok-key")).isEqualTo("first");
    }

    @Test
    void asksNobodyWhereEveryKeyIsSimulated() {
        Reply reply = simulate("first=429,retry-after=30;second=429,retry-after=40;operators=401");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.header("retry-after")).isEqualTo("30");
        assertThat(reply.attempts())
                .containsExactly(
                        "first 429 rate_limited", "second 429 rate_limited", "operators 401 credential_rejected");
        assertThat(reply.error().path("metadata").path("attempts"))
                .allSatisfy(row -> assertThat(row.path("simulated").asBoolean()).isTrue());
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void saysWhichAttemptsWereSimulatedAndWhichWereNot() {
        STAGE.upstream("alpha").on("sk-second", Answers.rejected()).on("sk-operators", Answers.rejected());

        JsonNode attempts = simulate("first=401").error().path("metadata").path("attempts");

        assertThat(attempts.get(0).path("simulated").asBoolean()).isTrue();
        assertThat(attempts.get(1).has("simulated")).isFalse();
        assertThat(attempts.get(2).has("simulated")).isFalse();
    }

    @Test
    void writesALineThatSaysSo() {
        try (CapturedLog log = CapturedLog.of("dev.byok.generation")) {
            simulate("first=503");

            // Lines of requests before may still be on their way.
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("/simulated")));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("/simulated"))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .containsPattern(" attempt1=alpha/first/PRIORITIZED/503/overloaded/0ms/simulated ")
                    .containsPattern(" attempt2=alpha/second/PRIORITIZED/200/ok/[0-9]+ms$");
        }
    }

    @Test
    void judgesAsWithRealFailuresOfOneEndpoint() {
        Reply simulated = simulate("first=503;second=503");
        STAGE.upstream("alpha").on("sk-first", Answers.status(503, "{}")).on("sk-second", Answers.status(503, "{}"));
        Reply real = STAGE.client().chat(CHAT);

        assertThat(simulated.status()).isEqualTo(real.status());
        assertThat(simulated.attempts()).isEqualTo(real.attempts()).hasSize(3);
    }

    @Test
    void doesNotReadASecretAgainThatWasRejectedInASimulation() {
        STAGE.client().chat(CHAT);
        STAGE.policy().directory().secret("first", "sk-fresh");

        Reply reply = simulate("first=401");
        STAGE.upstream("alpha").forget();
        STAGE.client().chat(CHAT);

        assertThat(reply.header("x-byok-key")).isEqualTo("second");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-first");
    }

    @Test
    void waitsForASimulatedKeyAsForARealOne() {
        long began = System.nanoTime();

        Reply reply = simulate("first=429,retry-after=1;second=401;operators=401");

        assertThat(reply.attempts())
                .containsExactly(
                        "first 429 rate_limited",
                        "second 401 credential_rejected",
                        "operators 401 credential_rejected",
                        "first 429 rate_limited");
        assertThat(System.nanoTime() - began).isGreaterThan(1_000_000_000L);
    }

    @Test
    void moveStreamsOnToo() {
        try (LiveStream stream = STAGE.client("tester").open(Client.streamOf(GPT), HEADER, "first=500")) {
            assertThat(stream.header("x-byok-key")).isEqualTo("second");
            assertThat(LiveStream.text(stream.rest())).isEqualTo("from sk-second");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-byok-delivery, verified,  second",
        "x-byok-strict,   own-keys,  second",
        "x-byok-dry-run,  false,     second",
    })
    void worksBesideTheOtherHeaders(String header, String value, String served) {
        Reply reply = STAGE.client("tester").chat(CHAT, HEADER, "first=429", header, value);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-key")).isEqualTo(served);
    }

    @Test
    void leavesAStrictRequestWithoutSharedCapacity() {
        Reply reply = STAGE.client("tester")
                .chat(CHAT, HEADER, "first=429,retry-after=60;second=402", "x-byok-strict", "own-keys");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.keysTried()).containsExactly("first", "second");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void isToldByADryRunAsItWouldGo() {
        String header = "first=503;second=timeout";

        DryRun dryRun = DryRun.of(STAGE.client("tester"), CHAT, HEADER, header);
        STAGE.upstream("alpha").on("sk-operators", Answers.rejected());
        Reply real = simulate(header);

        assertThat(dryRun.attempts()).extracting(row -> row.split(" ", -1)[2]).isEqualTo(real.keysTried());
        assertThat(dryRun.plan().path("attempts").get(0).path("simulated").asBoolean())
                .isTrue();
        assertThat(dryRun.plan().path("attempts").get(0).has("cost_usd")).isFalse();
        assertThat(STAGE.upstream("alpha").credentials()).doesNotContain("sk-first", "sk-second");
    }

    @Test
    void neverTravelsUpstream() {
        simulate("second=429");

        assertThat(STAGE.upstream("alpha").calls())
                .singleElement()
                .satisfies(call -> assertThat(call.headers().keySet()).noneMatch(name -> name.startsWith("x-byok")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "colleague", "worker"})
    void isRefusedFromCallersThatMayNot(String caller) {
        Reply reply = STAGE.client(caller).chat(CHAT, HEADER, "first=429");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("simulation_not_allowed");
        assertThat(reply.error().path("type").asString()).isEqualTo("permission_error");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first             | expected KEY=STATUS such as main=429 or main=429,retry-after=30, several separated by ;",
                "first=200         | first: expected a status from 400 to 599, or timeout or reset and nothing behind them",
                "frist=429;other=4 | other: expected a status from 400 to 599, or timeout or reset and nothing behind them",
                "frist=429         | unknown keys: frist (expected own keys of the workspace, or shared capacity that is open to it)",
            })
    void isRefusedWhereItCannotBeUnderstood(String header, String why) {
        Reply reply = simulate(header);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_header");
        assertThat(reply.errorMessage()).isEqualTo("x-byok-simulate: " + why);
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void isRefusedWhereItStandsTwice() {
        Reply reply = STAGE.client("tester").chat(CHAT, HEADER, "first=429", HEADER, "second=429");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorMessage()).contains("expected once");
    }

    @Test
    void isRefusedWhereNoKeyIsAsked() {
        HttpRequest models = STAGE.client("tester")
                .request("/models")
                .header(HEADER, "first=429")
                .build();

        Reply reply = STAGE.client("tester").send(models);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_header");
    }

    private static Reply simulate(String header) {
        return STAGE.client("tester").chat(CHAT, HEADER, header);
    }
}

package dev.byok.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many requests at once while the keys flip between healthy and broken: none gets what belongs to another, every call bears
 * the credential that its receipt names, and nothing is left behind. Give {@code -Dbyok.chaos.seed} to repeat a run.
 */
@ExtendWith(LeakWatch.class)
class ChaosE2ETests {

    private static final int REQUESTS = 2_000;
    private static final long SEED = Long.getLong("byok.chaos.seed", System.nanoTime());

    private static ChaosWorld world;
    private static CapturedLog receiptLines;
    private static CapturedLog resets;
    private static List<ChaosAnswer> answers;
    private static Map<String, Receipt> receipts;

    @BeforeAll
    static void sendAll() {
        System.out.println("byok.chaos.seed=" + SEED);
        world = new ChaosWorld(SEED);
        receiptLines = CapturedLog.of("dev.byok.generation");
        // The host's client shows a stack trace for each.
        resets = CapturedLog.of("reactor.netty.http.client.HttpClientConnect");
        LeakWatch.collect();
        answers = world.send(ChaosRequest.some(REQUESTS, SEED, ChaosWorld.ALWAYS_SERVED, ChaosWorld.OFTEN_FAILING));
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(receiptLines.events()).hasSize(REQUESTS));
        receipts = receiptLines.lines().stream()
                .map(Receipt::of)
                .collect(Collectors.toMap(Receipt::generation, Function.identity()));
        System.out.println(figures());
    }

    @AfterAll
    static void stop() {
        resets.close();
        receiptLines.close();
        world.close();
    }

    @Test
    void everyAnswerIsItsOwnAndWhole() {
        assertThat(answers).hasSize(REQUESTS);
        assertThat(answers)
                .filteredOn(answer -> answer.ok() && !answer.request().givenUp())
                .as("seed %d", SEED)
                .allMatch(ChaosAnswer::isWhole);
        assertThat(answers)
                .filteredOn(answer -> answer.ok() && answer.request().givenUp())
                .as("seed %d", SEED)
                .allMatch(ChaosAnswer::isBeginning);
        assertThat(world.alpha.garbled() + world.beta.garbled()).isZero();
    }

    @Test
    void whatAKeyCouldServeIsServed() {
        assertThat(answers)
                .filteredOn(answer -> answer.request().model().equals(ChaosWorld.ALWAYS_SERVED))
                .as("seed %d", SEED)
                .allMatch(ChaosAnswer::ok);
    }

    @Test
    void whatNoKeyServedFailsAsAnErrorThatNamesEveryAttempt() {
        assertThat(answers)
                .filteredOn(answer -> !answer.ok())
                .as("seed %d", SEED)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    ErrorAnswer error = ErrorAnswer.of(answer.body());

                    assertThat(answer.status()).isIn(429, 502, 503);
                    assertThat(error.code())
                            .isIn("rate_limit_exceeded", "upstream_credentials", "upstream_error", "overloaded");
                    assertThat(error.attemptedKeys())
                            .containsExactlyElementsOf(receiptOf(answer).attempts().stream()
                                    .map(Receipt.Tried::key)
                                    .toList());
                });
    }

    @Test
    void everyCallBoreTheCredentialThatTheReceiptNames() {
        assertThat(answers).as("seed %d", SEED).allSatisfy(answer -> {
            Receipt receipt = receiptOf(answer);

            assertThat(receipt.asSeen())
                    .isEqualTo(world.upstream.callsFor(answer.request().nonce()));
            assertThat(answer.attempts())
                    .isEqualTo(String.valueOf(receipt.attempts().size()));
            assertThat(answer.key())
                    .isEqualTo(
                            answer.ok()
                                    ? receipt.attempts()
                                            .get(receipt.attempts().size() - 1)
                                            .key()
                                    : null);
        });
        assertThat(world.upstream.size())
                .isEqualTo(receipts.values().stream()
                        .mapToInt(receipt -> receipt.attempts().size())
                        .sum());
    }

    @Test
    void aClientThatGoesAwayEndsItsUpstreamCall() {
        List<ChaosAnswer> givenUp = answers.stream()
                .filter(answer -> answer.ok() && answer.request().givenUp())
                .toList();

        assertThat(givenUp).hasSizeGreaterThan(REQUESTS / 40);
        await().atMost(30, SECONDS).untilAsserted(() -> {
            Set<String> ended = new HashSet<>(world.alpha.givenUp());
            ended.addAll(world.beta.givenUp());
            assertThat(ended)
                    .containsAll(givenUp.stream()
                            .map(answer -> answer.request().nonce())
                            .toList());
        });
        assertThat(givenUp)
                .allSatisfy(answer -> assertThat(receiptOf(answer).outcome()).isEqualTo("cancelled"));
    }

    @Test
    void connectionsAreUsedAgain() {
        for (ChaosProvider provider : List.of(world.alpha, world.beta)) {
            assertThat(provider.connections())
                    .as(
                            "connections, seed %d: at most as many as requests at once, and one more for each that was lost:"
                                    + " by a reset, or by a caller who gave up, since cancelling an upstream call closes its"
                                    + " connection",
                            SEED)
                    .isLessThanOrEqualTo(ChaosWorld.AT_ONCE
                            + provider.resets()
                            + provider.givenUp().size());
        }
    }

    @Test
    void theRunWasWorthItsName() {
        Map<String, Long> figures = figures();

        assertThat(figures.get("failovers")).isGreaterThan(200);
        assertThat(figures)
                .containsKeys(
                        "ok",
                        "rate_limited",
                        "credential_rejected",
                        "overloaded.server_error",
                        "overloaded.connection",
                        "PRIORITIZED",
                        "SHARED",
                        "FALLBACK",
                        "largePrompts",
                        "largeAnswers");
    }

    @Test
    void leavesNothingBehind() {
        world.keys.settle();

        List<ChaosAnswer> afterwards =
                world.send(ChaosRequest.some(20, SEED + 1, ChaosWorld.OFTEN_FAILING, ChaosWorld.ALWAYS_SERVED));

        assertThat(afterwards).hasSize(20).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.attempts()).isEqualTo("1");
            assertThat(answer.key()).isEqualTo("alpha-first");
        });
        LeakWatch.assertNoLeaks();
    }

    private static Receipt receiptOf(ChaosAnswer answer) {
        assertThat(receipts).containsKey(answer.generation());
        return Objects.requireNonNull(receipts.get(answer.generation()));
    }

    private static Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        for (Receipt receipt : receipts.values()) {
            figures.merge("failovers", receipt.attempts().size() - 1L, Long::sum);
            for (Receipt.Tried tried : receipt.attempts()) {
                figures.merge(tried.outcome(), 1L, Long::sum);
                figures.merge(tried.tier(), 1L, Long::sum);
            }
        }
        for (ChaosAnswer answer : answers) {
            figures.merge("status" + answer.status(), 1L, Long::sum);
            if (answer.request().promptLength() > 64 * 1024) {
                figures.merge("largePrompts", 1L, Long::sum);
            }
            if (answer.isWhole() && answer.request().answerLength() > 64 * 1024) {
                figures.merge("largeAnswers", 1L, Long::sum);
            }
        }
        figures.put("flips", (long) world.keys.flips());
        figures.put("resets", (long) world.alpha.resets());
        figures.put("alphaConnections", (long) world.alpha.connections());
        figures.put("betaConnections", (long) world.beta.connections());
        return figures;
    }
}

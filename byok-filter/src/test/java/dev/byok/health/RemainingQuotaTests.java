package dev.byok.health;

import static dev.byok.health.Trial.ACME;
import static dev.byok.health.Trial.DEMAND;
import static dev.byok.health.Trial.endpoint;
import static dev.byok.health.Trial.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Tier;
import dev.byok.quota.Demand;
import dev.byok.quota.Metered;
import dev.byok.quota.Remaining;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers say is left of a key's limits; each attempt takes one request, 60 tokens of prompt and 40 of answer. */
class RemainingQuotaTests {

    private final Trial trial = new Trial();

    @Test
    void carriesEverythingWhereNothingWasSaid() {
        trial.at(0).succeeds("main");

        assertThat(trial.carries("main", Demand.ofRequest(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "REQUESTS, 1, true", "REQUESTS, 0, false",
        "TOKENS, 100, true", "TOKENS, 99, false",
        "PROMPT_TOKENS, 60, true", "PROMPT_TOKENS, 59, false",
        "ANSWER_TOKENS, 40, true", "ANSWER_TOKENS, 39, false",
    })
    void comparesWhatIsLeftWithWhatTheRequestTakes(Metered metered, long left, boolean carries) {
        trial.at(0).leaves(trial.begins("main"), limit("limit", metered, left, 60));

        assertThat(trial.carries("main")).isEqualTo(carries);
    }

    @Test
    void asksEveryLimitThatWasNamed() {
        trial.at(0)
                .leaves(
                        trial.begins("main"),
                        limit("requests", Metered.REQUESTS, 10, 60),
                        limit("tokens-minute", Metered.TOKENS, 1000, 60),
                        limit("tokens-month", Metered.TOKENS, 50, 60));

        assertThat(trial.carries("main")).isFalse();
        assertThat(trial.carries("main", Demand.ofRequest(30, 20))).isTrue();
    }

    @Test
    void countsAFigureNoMoreFromItsResetOn() {
        trial.at(0).leaves(trial.begins("main"), 0, 30);

        assertThat(trial.at(29.999).carries("main")).isFalse();
        assertThat(trial.at(30).carries("main")).isTrue();
    }

    @Test
    void subtractsWhatWasAdmittedSince() {
        trial.at(0).leaves(trial.begins("main"), 2, 60);

        trial.begins("main");
        assertThat(trial.carries("main")).isTrue();
        trial.begins("main");

        assertThat(trial.carries("main")).isFalse();
    }

    @Test
    void takesTheFigureOfTheAttemptThatBeganLastWhicheverAnswersFirst() {
        trial.at(0).leaves(trial.begins("main"), 10, 60);
        Permit early = trial.begins("main");
        Permit late = trial.begins("main");

        trial.leaves(late, 0, 60);
        trial.leaves(early, 5, 60);

        assertThat(trial.carries("main")).isFalse();
    }

    @Test
    void subtractsFromAnOldAttemptsFigureThoseThatFollowedIt() {
        trial.at(0).leaves(trial.begins("main"), 10, 60);
        Permit slow = trial.begins("main");
        trial.begins("main");
        trial.begins("main");

        trial.leaves(slow, 2, 60);

        assertThat(trial.carries("main")).isFalse();
    }

    @Test
    void believesTheLowestOfThoseThatBeganBeforeAnythingWasKnown() {
        Permit one = trial.at(0).begins("main");
        Permit two = trial.begins("main");

        trial.leaves(one, 0, 60);
        trial.leaves(two, 1, 60);

        assertThat(trial.carries("main")).isFalse();
    }

    @Test
    void keepsALimitThatALaterAnswerDoesNotName() {
        trial.at(0).leaves(trial.begins("main"), limit("tokens", Metered.TOKENS, 50, 60));

        trial.leaves(trial.begins("main"), 10, 60);

        assertThat(trial.carries("main")).isFalse();
    }

    @Test
    void believesALaterAnswerThatHasMore() {
        trial.at(0).leaves(trial.begins("main"), 0, 60);

        trial.at(10).leaves(trial.begins("main"), 5, 60);

        assertThat(trial.carries("main")).isTrue();
    }

    @Test
    void neverRefusesAnAttemptForIt() {
        trial.at(0).leaves(trial.begins("main"), 0, 60);

        assertThat(trial.admits("main")).isTrue();
        assertThat(trial.out("main")).isNull();
    }

    @Test
    void keepsAFigureToItsModelItsKeyAndItsWorkspace() {
        trial.at(0).leaves(trial.begins("main"), 0, 60);

        assertThat(trial.carries("other")).isTrue();
        assertThat(carries(ACME, Tier.PRIORITIZED, "gpt-mini")).isTrue();
        assertThat(carries("globex", Tier.PRIORITIZED, "gpt")).isTrue();
        assertThat(carries(ACME, Tier.SHARED, "gpt")).isTrue();
    }

    @Test
    void sharesWhatTheOperatorsKeysHaveLeft() {
        trial.at(0).leaves(trial.begins(ACME, key("main", Tier.SHARED), "gpt"), 0, 60);

        assertThat(carries("globex", Tier.SHARED, "gpt")).isFalse();
    }

    @Test
    void forgetsTheLimitsOfASecretThatHasChanged() {
        trial.at(0).leaves(trial.begins("main"), 0, 60);

        trial.health.secretChanged(ACME, key("main", Tier.PRIORITIZED));

        assertThat(trial.carries("main")).isTrue();
    }

    @Test
    void countsAttemptsOfManyThreadsOnce() throws InterruptedException {
        trial.at(0).leaves(trial.begins("main"), 1_500, 60);
        AtomicInteger admitted = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 250; i++) {
                    trial.begins("main");
                    admitted.incrementAndGet();
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        threads.shutdownNow();

        assertThat(admitted).hasValue(1_000);
        assertThat(trial.report().left().values()).singleElement().satisfies(limits -> assertThat(limits)
                .extracting(Remaining::amount)
                .containsExactly(500L));
    }

    private boolean carries(String workspace, Tier tier, String model) {
        return trial.health.carries(workspace, key("main", tier), endpoint(model), DEMAND, trial.time(0));
    }

    private Remaining limit(String name, Metered metered, long left, double until) {
        return new Remaining(name, metered, left, trial.time(until));
    }
}

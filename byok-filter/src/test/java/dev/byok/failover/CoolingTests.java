package dev.byok.failover;

import static dev.byok.failover.Walk.GIVE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.InMemoryHealth;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Waiting;
import dev.byok.quota.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What health keeps back, and what a request waits for; by a clock that stands still until it is moved. */
class CoolingTests {

    private static final Waiting NO_WAIT = new Waiting(Duration.ZERO, null);

    private final InMemoryHealth health = new InMemoryHealth();
    private Instant now = Instant.parse("2026-11-05T12:00:00Z");

    @Test
    void skipsAKeyThatAnotherRequestHasCooledSincePlanning() {
        Walk walk = walk(NO_WAIT, List.of(), "0 openai a", "0 openai b");
        limit("0 openai a", 60);

        assertThat(walk.start()).isEqualTo("0 openai b");
    }

    @Test
    void waitsOnceForAKeyThatComesBackSoonAndNeverBeforeItsDeadline() {
        Walk walk = walk(Waiting.DEFAULT, List.of(), "0 openai a", "1 openai b");
        walk.start();

        assertThat(limited(walk, 2)).isEqualTo("wait 2007");
        pass(2007);
        assertThat(walk.waited()).isEqualTo("0 openai a");
        assertThat(limited(walk, 2)).as("once per request").isEqualTo("1 openai b");
    }

    @Test
    void prefersAnotherKeyOfTheModelToAWait() {
        Walk walk = walk(Waiting.DEFAULT, List.of(), "0 openai a", "0 azure b");
        walk.start();

        assertThat(limited(walk, 1)).isEqualTo("0 azure b");
        assertThat(limited(walk, null)).isEqualTo("wait 1007");
    }

    @Test
    void prefersAnotherModelToALongWait() {
        Walk walk = walk(Waiting.DEFAULT, List.of(), "0 openai a", "1 openai b");
        walk.start();

        assertThat(limited(walk, 4)).isEqualTo("1 openai b");
    }

    @Test
    void waitsForAKeyThatWasCoolingFromTheBeginning() {
        limit("0 openai a", 2);
        Walk walk = walk(Waiting.DEFAULT, List.of("0 openai a"), "0 openai b");
        walk.start();

        assertThat(limited(walk, 60)).isEqualTo("wait 2007");
        pass(2007);
        assertThat(walk.waited()).isEqualTo("0 openai a");
    }

    @Test
    void takesAKeyWhoseTimeIsOverWithoutAWait() {
        limit("0 openai a", 2);
        Walk walk = walk(NO_WAIT, List.of("0 openai a"), "0 openai b");
        walk.start();
        pass(2500);

        assertThat(limited(walk, 60)).isEqualTo("0 openai a");
    }

    @Test
    void givesUpAtOnceWhereEverythingCools() {
        limit("0 openai a", 1);
        Walk walk = walk(Waiting.DEFAULT, List.of("0 openai a"));

        assertThat(walk.start()).isEqualTo(GIVE_UP);
        assertThat(walk.keptBack()).extracting("why").containsExactly(OutcomeClass.RATE_LIMITED);
    }

    @Test
    void queuesWhereEverythingCoolsAndTheProfileSaysSo() {
        limit("0 openai a", 20);
        limit("1 openai b", 8);
        Walk walk = walk(queue(30), List.of("0 openai a", "1 openai b"));

        assertThat(walk.start()).isEqualTo("queue 8007");
        pass(8007);
        assertThat(walk.waited()).isEqualTo("1 openai b");
        assertThat(limited(walk, 60)).isEqualTo(GIVE_UP);
    }

    @Test
    void queuesAgainWhereTheKeyCoolsAgainButNotForLongerThanAllowed() {
        limit("0 openai a", 20);
        Walk walk = walk(queue(30), List.of("0 openai a"));
        assertThat(walk.start()).isEqualTo("queue 20007");
        pass(20_001);
        limit("0 openai a", 5);
        pass(6);
        assertThat(walk.waited()).isEqualTo("queue 5001");
        limit("0 openai b", 60);

        Walk other = walk(queue(30), List.of("0 openai b"));

        assertThat(other.start()).as("longer than the queue").isEqualTo(GIVE_UP);
    }

    @Test
    void countsAnEndpointOnceHoweverOftenItFailsARequest() {
        for (int i = 0; i < 4; i++) {
            Walk walk = walk(NO_WAIT, List.of(), "0 openai a");
            walk.start();
            walk.breaks();
            walk.breaks();
            assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo(GIVE_UP);
        }

        assertThat(walk(NO_WAIT, List.of(), "0 openai a").start()).isEqualTo("0 openai a");
    }

    @Test
    void wastesOneAttemptPerProbeOnly() {
        for (int i = 0; i < 5; i++) {
            Walk walk = walk(NO_WAIT, List.of(), "0 openai a");
            walk.start();
            walk.fails(OutcomeClass.OVERLOADED);
        }
        pass(5_000);
        Walk walk = walk(NO_WAIT, List.of(), "0 openai a", "0 azure b");

        assertThat(walk.start()).isEqualTo("0 openai a");
        assertThat(walk(NO_WAIT, List.of(), "0 openai a", "0 azure b").start())
                .as("while somebody probes")
                .isEqualTo("0 azure b");
        assertThat(walk.breaks()).as("not once more").isEqualTo("0 azure b");
    }

    @Test
    void givesAProbeBackWhoseCallerLeft() {
        limitBy("0 openai a", OutcomeClass.CREDENTIAL_REJECTED);
        pass(Duration.ofMinutes(5).toMillis());
        Walk left = walk(NO_WAIT, List.of(), "0 openai a");
        left.start();

        left.ends();

        assertThat(walk(NO_WAIT, List.of(), "0 openai a").start()).isEqualTo("0 openai a");
    }

    @Test
    void triesAKeyAgainWhoseSecretHasChanged() {
        Walk walk = walk(NO_WAIT, List.of(), "0 openai a");
        walk.start();

        assertThat(walk.isRejectedButHasANewSecret()).isEqualTo("0 openai a");
        walk.isAccepted();
        assertThat(walk(NO_WAIT, List.of(), "0 openai a").start()).isEqualTo("0 openai a");
    }

    private static Waiting queue(int seconds) {
        return new Waiting(Duration.ofSeconds(3), Duration.ofSeconds(seconds));
    }

    private Walk walk(Waiting waiting, List<String> cooling, String... attempts) {
        return Walk.withHealth(new HealthGate(health, "acme", Demand.NONE, () -> now), waiting, cooling, attempts);
    }

    /** As counting tokens, which a key may not do at all, or less often. */
    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "RATE_LIMITED"})
    void whatIsAllowedApartTellsNothingOfWhatElseAKeyMayDo(OutcomeClass met) {
        HealthGate apart = new HealthGate(health, "acme", Demand.NONE, () -> now, true);
        Walk walk = Walk.withHealth(apart, NO_WAIT, List.of(), "0 openai a", "0 openai b");
        walk.start();

        assertThat(walk.fails(met)).isEqualTo("0 openai b");
        assertThat(walk(NO_WAIT, List.of(), "0 openai a").start()).isEqualTo("0 openai a");
    }

    @Test
    void whatSucceedsApartIsNoProofOfWhatElseAKeyMayDo() {
        limitBy("0 openai a", OutcomeClass.CREDENTIAL_REJECTED);
        pass(Duration.ofMinutes(5).toMillis());
        HealthGate apart = new HealthGate(health, "acme", Demand.NONE, () -> now, true);
        Walk count = Walk.withHealth(apart, NO_WAIT, List.of(), "0 openai a");
        count.start();

        count.isAccepted();

        assertThat(walk(NO_WAIT, List.of(), "0 openai a").start()).isEqualTo("0 openai a");
        assertThat(walk(NO_WAIT, List.of(), "0 openai a").start())
                .as("while that one tries it out")
                .isEqualTo(GIVE_UP);
    }

    /** As a role's, which is another one whenever it is taken. */
    @Test
    void aKeyThatIsRejectedWithItsNewSecretTooIsSetAside() {
        Walk walk = walk(NO_WAIT, List.of(), "0 openai a", "0 openai b");
        walk.start();
        walk.isRejectedButHasANewSecret();
        assertThat(walk.isRejectedButHasANewSecret()).isEqualTo("0 openai b");

        assertThat(walk(NO_WAIT, List.of(), "0 openai a", "0 openai b").start()).isEqualTo("0 openai b");
    }

    private void pass(long millis) {
        now = now.plusMillis(millis);
    }

    /** Another request finds a key rate-limited. */
    private void limit(String attempt, int seconds) {
        Walk other = walk(NO_WAIT, List.of(), attempt);
        other.start();
        limited(other, seconds);
    }

    private void limitBy(String attempt, OutcomeClass why) {
        Walk other = walk(NO_WAIT, List.of(), attempt);
        other.start();
        other.fails(why);
    }

    private static String limited(Walk walk, @Nullable Integer seconds) {
        Duration asked = seconds == null ? null : Duration.ofSeconds(seconds);
        return walk.fails(
                new Outcome(OutcomeClass.RATE_LIMITED, SubClass.NONE, 429, asked, ProviderError.NONE),
                Duration.ofMillis(5),
                false,
                false);
    }
}

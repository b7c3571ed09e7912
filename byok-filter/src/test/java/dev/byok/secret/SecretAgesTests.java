package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretAgesTests {

    @ParameterizedTest
    @CsvSource({"0, 60", "0.5, 75", "1, 90"})
    void readsAgainBeforeTheAgeIsReached(double random, long seconds) {
        SecretAges ages = new SecretAges(Duration.ofSeconds(100), Duration.ofHours(1));

        assertThat(ages.untilNext(random)).isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1000",
        "1, 0, 500",
        "2, 1, 2000",
        "6, 1, 32000",
        "7, 1, 60000",
        "1000000, 1, 60000",
        "1000000, 0, 30000",
    })
    void waitsLongerAfterEachFailureUpToAMinute(int failures, double random, long millis) {
        SecretAges ages = new SecretAges(Duration.ofMinutes(15), Duration.ofHours(1));

        assertThat(ages.untilRetry(failures, random))
                .isEqualTo(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void neverWaitsLongerThanTheAge() {
        SecretAges ages = new SecretAges(Duration.ofMillis(200), Duration.ofHours(1));

        assertThat(ages.untilRetry(5, 1)).isEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void refusesAgesThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretAges(Duration.ZERO, Duration.ofHours(1)))
                .withMessage("max-age = PT0S: expected more than nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretAges(Duration.ofHours(2), Duration.ofHours(1)))
                .withMessage("max-stale = PT1H: expected at least max-age, which is PT2H");
    }
}

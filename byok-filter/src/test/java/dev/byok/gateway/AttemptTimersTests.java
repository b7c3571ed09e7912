package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptTimersTests {

    @Test
    void haveDefaults() {
        AttemptTimers timers = AttemptTimers.of(Timeouts.NONE, Timeouts.NONE, false, 0);

        assertThat(timers)
                .isEqualTo(new AttemptTimers(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));
    }

    @Test
    void arePatientWithReasoning() {
        AttemptTimers timers = AttemptTimers.of(Timeouts.NONE, Timeouts.NONE, true, 0);

        assertThat(timers.firstOutput()).isEqualTo(Duration.ofMinutes(2));
        assertThat(timers.outputGap()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({"0, 10000", "16000, 10500", "32000, 11000", "3200000, 110000", "2147483647, 67118863"})
    void addASecondForEachEightThousandTokensOfThePrompt(int bytes, long millis) {
        AttemptTimers timers = AttemptTimers.of(Timeouts.NONE, Timeouts.NONE, false, bytes);

        assertThat(timers.firstOutput()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, 30", "5, -, 5", "-, 5, 5", "5, 9, 5", "9, 5, 5", "45, -, 45", "90, 45, 45"})
    void takeTheSmallerOfWhatProfileAndProviderSay(
            @Nullable Integer profile, @Nullable Integer provider, int expected) {
        AttemptTimers timers = AttemptTimers.of(headers(profile), headers(provider), false, 0);

        assertThat(timers.headers()).isEqualTo(Duration.ofSeconds(expected));
    }

    private static Timeouts headers(@Nullable Integer seconds) {
        return new Timeouts(null, seconds == null ? null : Duration.ofSeconds(seconds), null, null, null, null);
    }
}

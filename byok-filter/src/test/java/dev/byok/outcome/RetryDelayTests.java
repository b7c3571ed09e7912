package dev.byok.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTests {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final RetryDelay retryDelay = new RetryDelay(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void prefersTheMoreExactSource() {
        Map<String, String> headers = Map.of(
                "retry-after-ms", "250.5",
                "retry-after", "3",
                "x-ratelimit-remaining-requests", "0",
                "x-ratelimit-reset-requests", "9s");

        assertThat(retryDelay.resolve(headers::get, "5s", "try again in 7s")).isEqualTo(Duration.ofMillis(251));
        assertThat(retryDelay.resolve(without(headers, "retry-after-ms"), "5s", "try again in 7s"))
                .isEqualTo(Duration.ofSeconds(3));
        HeaderLookup limits = name -> name.startsWith("x-") ? headers.get(name) : null;
        assertThat(retryDelay.resolve(limits, "5s", "try again in 7s")).isEqualTo(Duration.ofSeconds(5));
        assertThat(retryDelay.resolve(limits, null, "try again in 7s")).isEqualTo(Duration.ofSeconds(7));
        assertThat(retryDelay.resolve(limits, null, "no hint")).isEqualTo(Duration.ofSeconds(9));
        assertThat(retryDelay.asked(limits, null, "no hint")).isNull();
        assertThat(retryDelay.resolve(HeaderLookup.NONE, null, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "20 | PT20S",
                "1.5 | PT1.5S",
                "0 | PT0S",
                "' 4 ' | PT4S",
                "86400 | PT24H",
                "Fri, 20 Nov 2026 10:00:42 GMT | PT42S",
                "Fri, 20 Nov 2026 09:59:00 GMT | -",
                "Wed, 20 Nov 2030 10:00:00 GMT | -",
                "-3 | -",
                "86401 | -",
                "1795000000 | -",
                "1e3 | -",
                "NaN | -",
                "Infinity | -",
                "soon | -",
                "'' | -",
                "99999999999999999999999999 | -",
                "0x10 | -"
            })
    void readsRetryAfterAsSecondsOrDate(String value, @Nullable Duration expected) {
        assertThat(retryDelay.resolve(Map.of("retry-after", value)::get, null, null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "120ms | PT0.12S",
                "6m0s | PT6M",
                "1s | PT1S",
                "8.64s | PT8.64S",
                "1h2m3s | PT1H2M3S",
                "17.399999999s | PT17.4S",
                "26ms | PT0.026S",
                "2m59.56s | PT2M59.56S",
                "23h59m | PT23H59M",
                "2d | PT48H",
                "500 | -",
                "7 | -",
                "-1 | -",
                "s | -",
                "5x | -",
                "1s2 | -",
                "999999999d | -",
                "'' | -"
            })
    void readsTheResetOfAnExhaustedLimit(String value, @Nullable Duration expected) {
        Map<String, String> headers = Map.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", value);

        assertThat(retryDelay.resolve(headers::get, null, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {"1795168815000 | PT15S", "1795168815 | PT15S", "30 | PT30S", "1795168799000 | -", "3000000000 | -"
            })
    void readsAResetWithoutDimensionAsEpochOrSeconds(String value, @Nullable Duration expected) {
        Map<String, String> headers = Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", value);

        assertThat(Instant.ofEpochSecond(1795168800L)).isEqualTo(NOW);
        assertThat(retryDelay.resolve(headers::get, null, null)).isEqualTo(expected);
    }

    @Test
    void waitsForTheLatestOfTheExhaustedLimitsOnly() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-remaining-requests",
                "0",
                "x-ratelimit-reset-requests",
                "8s",
                "x-ratelimit-remaining-tokens",
                "0",
                "x-ratelimit-reset-tokens",
                "12s",
                "x-ratelimit-remaining-project-tokens",
                "5",
                "x-ratelimit-reset-project-tokens",
                "1h");

        assertThat(retryDelay.resolve(headers::get, null, null)).isEqualTo(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Rate limit reached. Please try again in 20s. Contact us. | PT20S",
                "Please try again in 6m0s. | PT6M",
                "Please try again in 826ms. | PT0.826S",
                "Please try again in 1h2m3s | PT1H2M3S",
                "Please try again in 1.5s | PT1.5S",
                "Please retry after 26 seconds. | PT26S",
                "Consumed (req/min): 11, please retry after 37s, resets at Fri Nov 20 | PT37S",
                "Please retry in 34.4s. | PT34.4S",
                "Try again in 2 minutes | PT2M",
                "Please try again later | -",
                "try again in 5 sentences | -",
                "try again in 12 | -",
                "429 | -"
            })
    void readsTheDelayInAText(String message, @Nullable Duration expected) {
        assertThat(retryDelay.resolve(HeaderLookup.NONE, null, message)).isEqualTo(expected);
    }

    private static HeaderLookup without(Map<String, String> headers, String excluded) {
        return name -> name.equals(excluded) ? null : headers.get(name);
    }
}

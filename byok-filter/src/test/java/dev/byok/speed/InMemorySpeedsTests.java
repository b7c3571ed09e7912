package dev.byok.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Provider;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Timeouts;
import dev.byok.provider.ProviderPreset;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InMemorySpeedsTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final SourceLocation HERE = new SourceLocation("models.yml", 1);
    private static final Endpoint ENDPOINT = endpoint("alpha");

    private final InMemorySpeeds speeds = new InMemorySpeeds();

    private static Endpoint endpoint(String provider) {
        return new Endpoint(
                new Provider(
                        provider,
                        ProviderPreset.COMPATIBLE,
                        URI.create("http://" + provider + ".test"),
                        Provider.AuthScheme.NONE,
                        Timeouts.NONE,
                        HERE),
                "m",
                null,
                HERE);
    }

    private Speed known() {
        return Objects.requireNonNull(speeds.of(ENDPOINT));
    }

    @Test
    void nothingIsKnownOfWhoWasNotMeasured() {
        speeds.began(ENDPOINT, Duration.ofMillis(100), NOW);

        assertThat(speeds.of(endpoint("beta"))).isNull();
        assertThat(known().throughput()).isNull();
        assertThat(known().measuredAt()).isEqualTo(NOW);
    }

    @Test
    void percentilesSayHowLongSoManyOfAHundredTookAtMost() {
        for (int i = 1; i <= 100; i++) {
            speeds.began(ENDPOINT, Duration.ofMillis(10L * i), NOW.plusSeconds(i));
        }

        Speed.Figures latency = Objects.requireNonNull(known().latency());
        assertThat(latency.p50()).isCloseTo(0.5, withinPercentage(10));
        assertThat(latency.p75()).isCloseTo(0.75, withinPercentage(10));
        assertThat(latency.p90()).isCloseTo(0.9, withinPercentage(10));
        assertThat(latency.p99()).isCloseTo(0.99, withinPercentage(10));
        assertThat(latency.recent()).isCloseTo(0.95, withinPercentage(10));
    }

    @Test
    void percentilesOfThroughputSayWhatSoManyOfAHundredReached() {
        for (int i = 1; i <= 100; i++) {
            speeds.ended(ENDPOINT, 10L * i, Duration.ofSeconds(1), NOW.plusSeconds(i));
        }

        Speed.Figures throughput = Objects.requireNonNull(known().throughput());
        assertThat(throughput.p50()).isCloseTo(510, withinPercentage(10));
        assertThat(throughput.p90()).isCloseTo(110, withinPercentage(12));
    }

    @Test
    void whatIsOlderThanFiveMinutesDoesNotCount() {
        for (int i = 0; i < 50; i++) {
            speeds.began(ENDPOINT, Duration.ofSeconds(9), NOW.plusSeconds(i));
        }
        speeds.began(ENDPOINT, Duration.ofMillis(100), NOW.plusSeconds(360));

        assertThat(Objects.requireNonNull(known().latency()).p99()).isCloseTo(0.1, withinPercentage(10));
    }

    @Test
    void answersOfFewTokensSayNothingOfThroughput() {
        speeds.ended(ENDPOINT, 3, Duration.ofSeconds(1), NOW);

        assertThat(speeds.of(ENDPOINT)).isNull();
    }
}

package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.plan.Preferences.Asked;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Sort;
import dev.byok.rotation.KeyUseView;
import dev.byok.speed.InMemorySpeeds;
import dev.byok.sticky.PinView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet whose speeds change, in a time of its own: the faster endpoint leads within 30 seconds. */
class ChangingFleetTests {

    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(200);

    private final InMemorySpeeds speeds = new InMemorySpeeds();
    private final Map<String, Duration> latencies = new HashMap<>();
    private final Map<String, Long> tokensPerSecond = new HashMap<>();
    private Instant now = Scenario.NOW;
    private long seed;

    private void fast(String fast, String slow) {
        latencies.put(fast, Duration.ofMillis(200));
        latencies.put(slow, Duration.ofMillis(900));
        tokensPerSecond.put(fast, 200L);
        tokensPerSecond.put(slow, 40L);
    }

    /** Sends requests for a while; returns the share that the named one served first within the last ten seconds. */
    private double serve(Sort.By by, Duration time, String name) {
        Instant end = now.plus(time);
        Instant last = end.minusSeconds(10);
        int all = 0;
        int named = 0;
        while (now.isBefore(end)) {
            Endpoint endpoint = first(by);
            Duration latency = latencies.getOrDefault(endpoint.upstreamModel(), Duration.ZERO);
            speeds.began(endpoint, latency, now);
            long tokens = tokensPerSecond.getOrDefault(endpoint.upstreamModel(), 0L);
            speeds.ended(endpoint, tokens, Duration.ofSeconds(1), now);
            if (!now.isBefore(last)) {
                all++;
                named += endpoint.upstreamModel().equals(name) ? 1 : 0;
            }
            now = now.plus(BETWEEN_REQUESTS);
        }
        return named / (double) all;
    }

    private Endpoint first(Sort.By by) {
        Asked asked = new Asked(List.of(), true, new Sort(by, false), null, null);
        Preferences preferences =
                new Preferences(asked, Map.of(), PinView.NONE, speeds, KeyUseView.UNUSED, Draw.of(seed++));
        Scenario scenario = new Scenario()
                .model("m", "alpha", "beta", "gamma")
                .prioritized("alpha", "A")
                .prioritized("beta", "B")
                .prioritized("gamma", "C")
                .clock(() -> now)
                .preferences(preferences);
        return scenario.plan("m").plan().attempts().get(0).endpoint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATENCY", "THROUGHPUT"})
    void theFasterEndpointLeadsWithinThirtySeconds(String sort) {
        Sort.By by = Sort.By.valueOf(sort);
        latencies.put("gamma", Duration.ofMillis(600));
        tokensPerSecond.put("gamma", 100L);
        fast("alpha", "beta");
        assertThat(serve(by, Duration.ofMinutes(4), "alpha")).isGreaterThan(0.85);

        fast("beta", "alpha");
        assertThat(serve(by, Duration.ofSeconds(30), "beta")).isGreaterThan(0.85);

        fast("alpha", "beta");
        assertThat(serve(by, Duration.ofSeconds(30), "alpha")).isGreaterThan(0.85);
    }
}

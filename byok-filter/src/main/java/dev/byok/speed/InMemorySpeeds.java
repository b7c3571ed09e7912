package dev.byok.speed;

import dev.byok.policy.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one gateway process has measured. Beyond {@value #MOST} endpoints it begins anew. */
public final class InMemorySpeeds implements Speeds {

    private static final int MOST = 1_000;
    private static final double NANOS = 1e9;

    /** Shorter answers say more of the network than of tokens. */
    private static final long FEWEST_TOKENS = 10;

    private final Map<EndpointId, Measured> endpoints = new ConcurrentHashMap<>();

    private record EndpointId(String provider, String upstreamModel) {

        static EndpointId of(Endpoint endpoint) {
            return new EndpointId(endpoint.provider().name(), endpoint.upstreamModel());
        }
    }

    private static final class Measured {

        private final RollingFigures latency = new RollingFigures(true);
        private final RollingFigures throughput = new RollingFigures(false);
        private volatile Instant at = Instant.MIN;
    }

    @Override
    public @Nullable Speed of(Endpoint endpoint) {
        Measured measured = endpoints.get(EndpointId.of(endpoint));
        return measured == null
                ? null
                : new Speed(measured.latency.figures(), measured.throughput.figures(), measured.at);
    }

    @Override
    public void began(Endpoint endpoint, Duration latency, Instant now) {
        Measured measured = measured(endpoint);
        measured.latency.add(latency.toNanos() / NANOS, now);
        measured.at = now;
    }

    @Override
    public void ended(Endpoint endpoint, long tokens, Duration time, Instant now) {
        if (tokens >= FEWEST_TOKENS && !time.isZero()) {
            Measured measured = measured(endpoint);
            measured.throughput.add(tokens * NANOS / time.toNanos(), now);
            measured.at = now;
        }
    }

    private Measured measured(Endpoint endpoint) {
        EndpointId id = EndpointId.of(endpoint);
        Measured known = endpoints.get(id);
        if (known != null) {
            return known;
        }
        if (endpoints.size() >= MOST) {
            endpoints.clear();
        }
        return endpoints.computeIfAbsent(id, first -> new Measured());
    }
}

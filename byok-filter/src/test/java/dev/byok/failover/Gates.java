package dev.byok.failover;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.Permit;
import dev.byok.health.Standing;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Gates and delays for tests that are about something else. */
public final class Gates {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    private Gates() {}

    /** A gate that lets every attempt through and remembers nothing. */
    public static HealthGate open() {
        return of(new Forgetful());
    }

    /** A gate before this health, at a time that stands still. */
    static HealthGate of(Health health) {
        return new HealthGate(health, "acme", Demand.NONE, InstantSource.fixed(NOW));
    }

    /** No delays but those that a deadline asks for. */
    public static Delays noDelays() {
        return delays(Duration.ZERO, Duration.ZERO);
    }

    /** Delays that are always the same. */
    static Delays delays(Duration beforeLastTry, Duration afterDeadline) {
        return new Delays() {
            @Override
            public Duration beforeLastTry() {
                return beforeLastTry;
            }

            @Override
            public Duration afterDeadline() {
                return afterDeadline;
            }
        };
    }

    private static final class Forgetful implements Health {

        @Override
        public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
            return Standing.READY;
        }

        @Override
        public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
            return new Admission.Granted(Permit.NONE);
        }

        @Override
        public void secretChanged(String workspace, ProviderKey key) {}
    }
}

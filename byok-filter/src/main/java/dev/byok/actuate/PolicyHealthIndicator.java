package dev.byok.actuate;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.PolicyStatus;
import dev.byok.policy.source.PolicyWatcher;
import dev.byok.policy.source.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up as long as a policy is in force, however old it is: a gateway that serves is not to be taken out because its source
 * is down or the latest push is wrong, which the details tell. Out of service until the first one has been loaded.
 */
public final class PolicyHealthIndicator implements HealthIndicator {

    private final PolicyWatcher watcher;
    private final Clock clock;

    public PolicyHealthIndicator(PolicyWatcher watcher, Clock clock) {
        this.watcher = watcher;
        this.clock = clock;
    }

    @Override
    public Health health() {
        PolicyStatus status = watcher.status();
        PolicySnapshot policy = status.policy();
        Health.Builder health = policy == null ? Health.outOfService() : Health.up();
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "policy", policy == null ? null : policy.version());
        put(details, "since", status.since());
        put(details, "source", status.source());
        put(details, "sourceReadAt", status.readAt());
        put(details, "sourceAge", seconds(status.sourceAge(clock.instant())));
        put(details, "sourceUnreachableSince", status.unreachableSince());
        put(details, "refusals", status.refusals());
        put(details, "refused", refused(status.refusal()));
        return health.withDetails(details).build();
    }

    /** The problems stand in the endpoint {@code byok}, which a host shows to fewer people. */
    private static @Nullable Map<String, Object> refused(@Nullable Refusal refusal) {
        if (refusal == null) {
            return null;
        }
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("version", refusal.version());
        refused.put("time", refusal.time());
        refused.put("problems", refusal.problems().size());
        return refused;
    }

    private static @Nullable Duration seconds(@Nullable Duration time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}

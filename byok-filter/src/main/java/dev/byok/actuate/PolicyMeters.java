package dev.byok.actuate;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.PolicyWatcher;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters {@code byok.policy.*}: which policy is in force, and how old it and the last look at its source are. */
public final class PolicyMeters implements MeterBinder {

    /** 1, with the tag {@code version}: the policy in force. */
    public static final String INFO = "byok.policy.info";

    /** Seconds since the policy in force came into force; NaN while there is none. */
    public static final String AGE = "byok.policy.age";

    /** Seconds since the source was last read, or first tried where it never was. */
    public static final String SOURCE_AGE = "byok.policy.source.age";

    /** 1 while the version that the source offers is refused, else 0. */
    public static final String REFUSED = "byok.policy.refused";

    /** Versions refused so far. */
    public static final String REFUSALS = "byok.policy.refusals";

    private final PolicyWatcher watcher;
    private final Clock clock;

    public PolicyMeters(PolicyWatcher watcher, Clock clock) {
        this.watcher = watcher;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder(AGE, this, TimeUnit.SECONDS, PolicyMeters::age)
                .description("Time since the policy in force came into force")
                .register(registry);
        TimeGauge.builder(SOURCE_AGE, this, TimeUnit.SECONDS, PolicyMeters::sourceAge)
                .description("Time since the policy's source was last read")
                .register(registry);
        Gauge.builder(REFUSED, this, PolicyMeters::refused)
                .description("Whether the version that the source offers is refused")
                .register(registry);
        FunctionCounter.builder(REFUSALS, this, PolicyMeters::refusals)
                .description("Versions refused so far")
                .register(registry);
        MultiGauge info = MultiGauge.builder(INFO)
                .description("The policy in force, by its version")
                .register(registry);
        watcher.addListener(policy -> inform(info));
        inform(info);
    }

    /** Two who come here at once must not leave the older of two versions. */
    private synchronized void inform(MultiGauge info) {
        PolicySnapshot policy = watcher.status().policy();
        List<Row<?>> rows = policy == null ? List.of() : List.of(Row.of(Tags.of("version", policy.version()), 1));
        info.register(rows, true);
    }

    private double age() {
        return seconds(watcher.status().age(clock.instant()));
    }

    private double sourceAge() {
        return seconds(watcher.status().sourceAge(clock.instant()));
    }

    private double refused() {
        return watcher.status().refusal() == null ? 0 : 1;
    }

    private double refusals() {
        return watcher.status().refusals();
    }

    private static double seconds(@Nullable Duration time) {
        return time == null ? Double.NaN : time.toMillis() / 1000.0;
    }
}

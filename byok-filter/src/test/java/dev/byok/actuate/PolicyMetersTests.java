package dev.byok.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyMetersTests {

    private final Watched watched = new Watched();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PolicyMeters meters = new PolicyMeters(watched.watcher, watched.clock);

    @AfterEach
    void close() {
        watched.close();
        registry.close();
    }

    @Test
    void tellTheAgeOfThePolicyInForce() {
        meters.bindTo(registry);
        assertThat(value(PolicyMeters.AGE)).isNaN();

        watched.start().at(90);

        assertThat(value(PolicyMeters.AGE)).isEqualTo(90);
    }

    @Test
    void tellHowLongTheSourceHasNotBeenRead() {
        watched.start();
        meters.bindTo(registry);
        watched.unreachable().awaitStatus(status -> status.unreachableSince() != null);

        watched.at(300);
        assertThat(value(PolicyMeters.SOURCE_AGE)).isEqualTo(300);

        watched.offer(Watched.GOOD).awaitStatus(status -> status.unreachableSince() == null);
        assertThat(value(PolicyMeters.SOURCE_AGE)).isZero();
    }

    @Test
    void tellHowLongASourceThatWasNeverReadHasBeenTried() {
        watched.unreachable().start().at(300);

        meters.bindTo(registry);

        assertThat(value(PolicyMeters.SOURCE_AGE)).isEqualTo(300);
    }

    @Test
    void countRefusalsAndTellWhetherTheLatestVersionIsRefused() {
        watched.start();
        meters.bindTo(registry);
        assertThat(value(PolicyMeters.REFUSED)).isZero();

        watched.offer(Watched.BAD).awaitStatus(status -> status.refusal() != null);
        assertThat(value(PolicyMeters.REFUSED)).isOne();

        watched.offer(Watched.BETTER).awaitStatus(status -> status.refusal() == null);
        assertThat(value(PolicyMeters.REFUSED)).isZero();
        assertThat(registry.get(PolicyMeters.REFUSALS).functionCounter().count())
                .isOne();
    }

    @Test
    void nameTheVersionInForceAndNoOther() {
        meters.bindTo(registry);
        assertThat(versions()).isEmpty();

        watched.start();
        assertThat(versions()).containsExactly(Watched.versionOf(Watched.GOOD));

        watched.offer(Watched.BETTER);
        await().until(() -> versions().equals(List.of(Watched.versionOf(Watched.BETTER))));
        assertThat(value(PolicyMeters.INFO)).isOne();
    }

    @Test
    void nameTheVersionThatWasInForceBeforeTheyWereBound() {
        watched.start();

        meters.bindTo(registry);

        assertThat(versions()).containsExactly(Watched.versionOf(Watched.GOOD));
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }

    private List<String> versions() {
        return registry.find(PolicyMeters.INFO).gauges().stream()
                .map(Gauge::getId)
                .map(id -> String.valueOf(id.getTag("version")))
                .toList();
    }
}

package dev.byok.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class PolicyHealthIndicatorTests {

    private final Watched watched = new Watched();
    private final PolicyHealthIndicator indicator = new PolicyHealthIndicator(watched.watcher, watched.clock);

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void isUpWithThePolicyInForce() {
        watched.start();

        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("policy", Watched.versionOf(Watched.GOOD))
                .containsEntry("since", Watched.START)
                .containsEntry("source", "files of a test")
                .containsEntry("sourceReadAt", Watched.START)
                .containsEntry("sourceAge", Duration.ZERO)
                .containsEntry("refusals", 0L)
                .doesNotContainKeys("sourceUnreachableSince", "refused");
    }

    @Test
    void isOutOfServiceUntilAPolicyHasBeenLoaded() {
        watched.unreachable().start();

        Health before = indicator.health();
        watched.offer(Watched.GOOD).awaitStatus(status -> status.policy() != null);

        assertThat(before.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(before.getDetails())
                .containsEntry("sourceUnreachableSince", Watched.START)
                .containsEntry("sourceAge", Duration.ZERO)
                .doesNotContainKeys("policy", "since", "sourceReadAt");
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isUpAndSaysSinceWhenTheSourceCannotBeRead() {
        watched.start().at(60).unreachable().awaitStatus(status -> status.unreachableSince() != null);
        watched.at(90);

        Health unreachable = indicator.health();
        watched.offer(Watched.GOOD).awaitStatus(status -> status.unreachableSince() == null);

        assertThat(unreachable.getStatus()).isEqualTo(Status.UP);
        assertThat(unreachable.getDetails())
                .containsEntry("sourceUnreachableSince", Watched.START.plusSeconds(60))
                .containsKey("sourceReadAt");
        assertThat((Duration) unreachable.getDetails().get("sourceAge")).isBetween(ofSeconds(30), ofSeconds(90));
        assertThat(indicator.health().getDetails())
                .containsEntry("sourceReadAt", Watched.START.plusSeconds(90))
                .doesNotContainKey("sourceUnreachableSince");
    }

    @Test
    void isUpAndSaysWhichVersionIsRefusedButNotWhy() {
        watched.start().at(60).offer(Watched.BAD).awaitStatus(status -> status.refusal() != null);

        Health refused = indicator.health();
        watched.offer(Watched.BETTER).awaitStatus(status -> status.refusal() == null);

        assertThat(refused.getStatus()).isEqualTo(Status.UP);
        assertThat(refused.getDetails())
                .containsEntry("policy", Watched.versionOf(Watched.GOOD))
                .containsEntry("refusals", 1L)
                .containsEntry(
                        "refused",
                        Map.of(
                                "version",
                                Watched.versionOf(Watched.BAD),
                                "time",
                                Watched.START.plusSeconds(60),
                                "problems",
                                1));
        assertThat(indicator.health().getDetails())
                .containsEntry("policy", Watched.versionOf(Watched.BETTER))
                .containsEntry("refusals", 1L)
                .doesNotContainKey("refused");
    }

    private static Duration ofSeconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}

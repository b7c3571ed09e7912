package dev.byok.policy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.SamplePolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A source each of whose reads is of one commit, and which knows by itself what can be no policy. */
class WholeSourceTests {

    private static final String FIRST = "1".repeat(40);
    private static final String SECOND = "2".repeat(40);
    private static final List<Problem> NOT_TEXT = List.of(new Problem("models.yml", 0, "", null, "not UTF-8"));

    /** What a read does. */
    private interface Reading {
        PolicyFiles read() throws IOException;
    }

    private volatile Reading reading = () -> commit(FIRST);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final PolicyHolder holder = new PolicyHolder();
    private final LogOfWatcher log = new LogOfWatcher();
    private final PolicyWatcher watcher =
            new PolicyWatcher(new Whole(), holder, Duration.ofMillis(5), Duration.ofHours(1), Clock.systemUTC());

    @AfterEach
    void close() {
        watcher.close();
        log.close();
    }

    @Test
    void needsNoSecondReadToConfirmIt() {
        watcher.start();

        assertThat(versionInForce()).isEqualTo("111111111111");
        reading = () -> commit(SECOND);
        await().until(() -> "222222222222".equals(versionInForce()));
    }

    @Test
    void isReportedOncePerCommitThatCanBeNoPolicy() {
        watcher.start();

        reading = () -> {
            throw new PolicyRejectedException(PolicyFiles.versionOf(SECOND), NOT_TEXT);
        };
        int before = reads.get();
        await().until(() -> reads.get() > before + 20);

        assertThat(versionInForce()).isEqualTo("111111111111");
        assertThat(log.errors())
                .containsExactly("ERROR policy 222222222222 not applied, still serving 111111111111"
                        + "\n  models.yml: not UTF-8");
        assertThat(watcher.lastRefusal()).isNotNull();
        reading = () -> commit(FIRST);
        await().until(() -> watcher.lastRefusal() == null);
    }

    @Test
    void isClosedWithTheWatching() {
        watcher.start();

        watcher.close();

        assertThat(closed).isTrue();
    }

    private static PolicyFiles commit(String commit) {
        return PolicyFiles.committed(commit, SamplePolicy.contents());
    }

    private @Nullable String versionInForce() {
        PolicySnapshot current = holder.current();
        return current == null ? null : current.version();
    }

    private final class Whole implements PolicySource {

        @Override
        public PolicyFiles read() throws IOException {
            reads.incrementAndGet();
            return reading.read();
        }

        @Override
        public boolean readsWhole() {
            return true;
        }

        @Override
        public String description() {
            return "whole";
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}

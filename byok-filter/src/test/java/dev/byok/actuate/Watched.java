package dev.byok.actuate;

import static org.awaitility.Awaitility.await;

import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicySource;
import dev.byok.policy.source.PolicyStatus;
import dev.byok.policy.source.PolicyWatcher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Predicate;

/** A watcher whose source and clock do as they are told. */
final class Watched implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-05T12:00:00Z");
    static final Map<String, String> GOOD = SamplePolicy.contents();
    static final Map<String, String> BETTER = SamplePolicy.edited("profiles.yml", "max-attempts: 6", "max-attempts: 7");
    static final Map<String, String> BAD = SamplePolicy.edited("policy.yml", "policy: 1", "policy: 2");

    private volatile Instant now = START;
    private volatile Map<String, String> files = GOOD;
    private volatile boolean unreachable;

    final Clock clock = new MovedClock();
    final PolicyWatcher watcher =
            new PolicyWatcher(new Files(), new PolicyHolder(), Duration.ofMillis(5), Duration.ZERO, clock);

    static String versionOf(Map<String, String> files) {
        return PolicyFiles.hashed(files).version();
    }

    Watched offer(Map<String, String> next) {
        files = next;
        unreachable = false;
        return this;
    }

    Watched unreachable() {
        unreachable = true;
        return this;
    }

    /** Sets the time, in seconds from the start. */
    Watched at(long seconds) {
        now = START.plusSeconds(seconds);
        return this;
    }

    Watched start() {
        watcher.start();
        return this;
    }

    void awaitStatus(Predicate<PolicyStatus> expected) {
        await().until(watcher::status, expected);
    }

    @Override
    public void close() {
        watcher.close();
    }

    private final class Files implements PolicySource {

        @Override
        public PolicyFiles read() throws IOException {
            if (unreachable) {
                throw new IOException("nobody answers");
            }
            return PolicyFiles.hashed(files);
        }

        @Override
        public String description() {
            return "files of a test";
        }
    }

    private final class MovedClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("not needed");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}

package dev.byok.policy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTests {

    private static final Map<String, String> GOOD = SamplePolicy.contents();
    private static final Map<String, String> BETTER =
            SamplePolicy.edited("profiles.yml", "max-attempts: 6", "max-attempts: 7");
    private static final Map<String, String> BAD = SamplePolicy.edited("policy.yml", "policy: 1", "policy: 2");

    private final ScriptedSource source = new ScriptedSource();
    private final LogOfWatcher log = new LogOfWatcher();
    private final Path folder;
    private final Path file;
    private PolicyHolder holder = new PolicyHolder();
    private @Nullable PolicyWatcher watcher;

    LastGoodTests(@TempDir Path base) {
        folder = base.resolve("new folder");
        file = folder.resolve("last-good.json");
    }

    @AfterEach
    void close() {
        stop();
        log.close();
    }

    @Test
    void holdsThePolicyThatCameIntoForceForItsOwnerOnly() throws IOException {
        source.offer(GOOD);

        start();

        PolicyFiles kept = new LastGood(file).load("scripted");
        assertThat(kept).isEqualTo(PolicyFiles.hashed(GOOD));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void followsEachChangeButNoBadOne() throws IOException {
        source.offer(GOOD);
        PolicyWatcher running = start();

        source.offer(BETTER);
        await().until(() -> versionOf(BETTER).equals(keptVersion()));
        source.offer(BAD);
        await().until(() -> running.lastRefusal() != null);

        assertThat(keptVersion()).isEqualTo(versionOf(BETTER));
    }

    @Test
    void isInForceWhereTheSourceIsDownUntilItIsBack() {
        source.offer(GOOD);
        start();
        restart(() -> source.fail("no answer"));

        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
        assertThat(log.lines())
                .contains(
                        "WARN policy " + versionOf(GOOD) + " is the last good one, from " + file,
                        "ERROR policy source scripted cannot be read, serving none: java.io.IOException: no answer");
        source.offer(BETTER);
        await().until(() -> versionOf(BETTER).equals(versionInForce()));
    }

    @Test
    void isInForceWhereTheSourceOffersABadOneAtTheStart() {
        source.offer(GOOD);
        start();

        PolicyWatcher second = restart(() -> source.offer(BAD));

        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
        assertThat(second.lastRefusal()).isNotNull();
        int errors = log.errors().size();
        int reads = source.reads();
        await().until(() -> source.reads() > reads + 10);
        assertThat(log.errors()).hasSize(errors);
    }

    @Test
    void isLeftAloneWhereTheSourceIsUp() {
        source.offer(GOOD);
        start();

        restart(() -> source.offer(BETTER));

        assertThat(versionInForce()).isEqualTo(versionOf(BETTER));
        assertThat(log.lines()).noneMatch(line -> line.contains("last good"));
    }

    @Test
    void isNoPolicyWhereThereIsNone() {
        source.fail("no answer");

        start();

        assertThat(versionInForce()).isNull();
        assertThat(log.lines()).noneMatch(line -> line.contains("last good"));
    }

    @Test
    void isRefusedDamagedOrFromElsewhere() throws IOException {
        new LastGood(file).save("elsewhere", PolicyFiles.hashed(GOOD));
        assertThatIOException()
                .isThrownBy(() -> new LastGood(file).load("scripted"))
                .withMessage("it is from another source");

        for (String damaged : new String[] {"", "{", "null", "{}", "[]", "{\"source\":\"scripted\"}", "\0\1\2"}) {
            Files.writeString(file, damaged);
            assertThatIOException()
                    .as(damaged)
                    .isThrownBy(() -> new LastGood(file).load("scripted"))
                    .withMessage("it is damaged");
        }
        source.fail("no answer");

        start();

        assertThat(versionInForce()).isNull();
        assertThat(log.errors()).anyMatch(line -> line.endsWith("cannot be used: java.io.IOException: it is damaged"));
    }

    @Test
    void isMissedButNotNeededWhereTheDiskIsReadOnly() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        source.offer(GOOD);

        start();

        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
        assertThat(log.errors())
                .singleElement()
                .asString()
                .startsWith("ERROR policy " + versionOf(GOOD) + " is in force but cannot be kept in " + file);
    }

    private PolicyWatcher start() {
        PolicyWatcher started =
                new PolicyWatcher(source, holder, Duration.ofMillis(5), Duration.ofMillis(1), Clock.systemUTC());
        started.keepIn(new LastGood(file));
        watcher = started;
        started.start();
        return started;
    }

    private PolicyWatcher restart(Runnable meanwhile) {
        stop();
        meanwhile.run();
        holder = new PolicyHolder();
        return start();
    }

    private void stop() {
        if (watcher != null) {
            watcher.close();
        }
    }

    private @Nullable String keptVersion() throws IOException {
        PolicyFiles kept = new LastGood(file).load("scripted");
        return kept == null ? null : kept.version();
    }

    private @Nullable String versionInForce() {
        PolicySnapshot current = holder.current();
        return current == null ? null : current.version();
    }

    private static String versionOf(Map<String, String> contents) {
        return PolicyFiles.hashed(contents).version();
    }
}

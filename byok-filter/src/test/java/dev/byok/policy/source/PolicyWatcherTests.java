package dev.byok.policy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class PolicyWatcherTests {

    private static final Map<String, String> GOOD = SamplePolicy.contents();
    private static final Map<String, String> BETTER =
            SamplePolicy.edited("profiles.yml", "max-attempts: 6", "max-attempts: 7");
    private static final Map<String, String> BAD = SamplePolicy.edited("policy.yml", "policy: 1", "policy: 2");
    private static final Map<String, String> WORSE = SamplePolicy.edited("policy.yml", "policy: 1", "policy: 3");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final ScriptedSource source = new ScriptedSource();
    private final PolicyHolder holder = new PolicyHolder();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final LogOfWatcher log = new LogOfWatcher();
    private PolicyWatcher watcher = watcher(Duration.ofMillis(5));

    @AfterEach
    void close() {
        watcher.close();
        log.close();
    }

    @Test
    void hasThePolicyOnceStarted() {
        source.offer(GOOD);

        watcher.start();

        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
        assertThat(told).containsExactly(versionOf(GOOD));
        assertThat(watcher.lastRefusal()).isNull();
        assertThat(log.lines())
                .containsExactly("INFO policy " + versionOf(GOOD)
                        + " in force: 2 workspaces, 3 gateway keys, 3 models, 4 providers");
    }

    @Test
    void takesUpAnEditOfAFile(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("workspaces"));
        for (Map.Entry<String, String> file : GOOD.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        PolicySource files = PolicySources.of("file:" + directory);
        try (PolicyWatcher ofFiles =
                new PolicyWatcher(files, holder, Duration.ofMillis(20), Duration.ofMillis(5), Clock.systemUTC())) {
            ofFiles.start();
            assertThat(versionInForce()).isEqualTo(versionOf(GOOD));

            Files.writeString(directory.resolve("profiles.yml"), BETTER.getOrDefault("profiles.yml", ""));

            await().until(() -> versionOf(BETTER).equals(versionInForce()));
        }
    }

    @Test
    void swapsInAnEditThatIsGood() {
        source.offer(GOOD);
        watcher.start();

        source.offer(BETTER);

        await().until(() -> told.size() == 2);
        assertThat(versionInForce()).isEqualTo(versionOf(BETTER));
    }

    @Test
    void compilesAndSwapsOnItsOwnThreadWhoeverAsksForIt() {
        List<String> threads = new CopyOnWriteArrayList<>();
        source.offer(GOOD);
        try (PolicyWatcher own =
                new PolicyWatcher(source, holder, Duration.ofHours(1), Duration.ZERO, Clock.systemUTC(), files -> {
                    threads.add("compiles on " + Thread.currentThread().getName());
                    return PolicyCompiler.compile(files);
                })) {
            own.start();
            threads.clear();
            own.addListener(
                    policy -> threads.add("tells on " + Thread.currentThread().getName()));
            source.offer(BETTER);

            Schedulers.parallel().schedule(own::pollNow);

            await().until(() -> threads.size() == 2);
            assertThat(threads).containsExactly("compiles on byok-policy", "tells on byok-policy");
            assertThat(versionInForce()).isEqualTo(versionOf(BETTER));
        }
    }

    @Test
    void keepsTheLastGoodPolicyAndSaysOnceWhy() {
        source.offer(GOOD);
        watcher.start();
        PolicySnapshot before = holder.current();

        source.offer(BAD);
        awaitMoreReads(20);

        assertThat(holder.current()).isSameAs(before);
        assertThat(told).hasSize(1);
        assertThat(log.errors())
                .containsExactly("ERROR policy " + versionOf(BAD) + " not applied, still serving " + versionOf(GOOD)
                        + "\n  policy.yml:1 policy = 2: expected 1 to 1");
        Refusal refusal = Objects.requireNonNull(watcher.lastRefusal());
        assertThat(refusal.version()).isEqualTo(versionOf(BAD));
        assertThat(refusal.time()).isEqualTo(NOW);
        assertThat(refusal.problems()).hasToString("[policy.yml:1 policy = 2: expected 1 to 1]");
    }

    @Test
    void reportsEachBadVersionAndForgetsItOnceRepaired() {
        source.offer(GOOD);
        watcher.start();

        source.offer(BAD);
        await().until(() -> log.errors().size() == 1);
        source.offer(WORSE);
        await().until(() -> log.errors().size() == 2);
        source.offer(BETTER);
        await().until(() -> told.size() == 2);

        assertThat(watcher.lastRefusal()).isNull();
        assertThat(versionInForce()).isEqualTo(versionOf(BETTER));
    }

    @Test
    void forgetsARefusalWhenTheSourceGoesBackToThePolicyInForce() {
        source.offer(GOOD);
        watcher.start();
        source.offer(BAD);
        await().until(() -> watcher.lastRefusal() != null);

        source.offer(GOOD);

        await().until(() -> watcher.lastRefusal() == null);
        assertThat(told).hasSize(1);
    }

    @Test
    void startsWithoutAPolicyWhereItIsWrongAndTakesTheFirstGoodOne() {
        source.offer(BAD);

        watcher.start();

        assertThat(holder.current()).isNull();
        assertThat(log.errors())
                .containsExactly("ERROR policy " + versionOf(BAD)
                        + " not applied, serving none\n  policy.yml:1 policy = 2: expected 1 to 1");
        source.offer(GOOD);
        await().until(() -> versionOf(GOOD).equals(versionInForce()));
    }

    @Test
    void saysOnceThatTheSourceFailsAndOnceThatItIsBack() {
        source.offer(GOOD);
        watcher.start();

        source.fail("disk on fire");
        awaitMoreReads(10);
        source.fail("disk gone");
        awaitMoreReads(10);
        source.offer(GOOD);
        await().until(() -> log.lines().size() == 4);

        assertThat(log.lines().subList(1, 4))
                .containsExactly(
                        "ERROR policy source scripted cannot be read, still serving " + versionOf(GOOD)
                                + ": java.io.IOException: disk on fire",
                        "ERROR policy source scripted cannot be read, still serving " + versionOf(GOOD)
                                + ": java.io.IOException: disk gone",
                        "INFO policy source scripted can be read again");
        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
    }

    @Test
    void neverCompilesASetThatTheNextReadDoesNotConfirm() {
        source.offerOnce(BAD);
        source.offerOnce(WORSE);
        source.offerOnce(BETTER);
        source.offer(GOOD);

        watcher.start();

        assertThat(told).containsExactly(versionOf(GOOD));
        assertThat(log.errors()).isEmpty();
        assertThat(source.reads()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void looksAtOnceWhenAsked() {
        watcher = watcher(Duration.ofHours(1));
        source.offer(GOOD);
        watcher.start();
        source.offer(BETTER);

        watcher.pollNow();

        await().until(() -> told.contains(versionOf(BETTER)));
    }

    @Test
    void survivesAListenerThatFails() {
        watcher.addListener(snapshot -> {
            throw new IllegalStateException("no");
        });
        watcher.addListener(snapshot -> told.add("later " + snapshot.version()));
        source.offer(GOOD);
        watcher.start();

        source.offer(BETTER);

        await().until(() -> told.contains("later " + versionOf(BETTER)));
        assertThat(log.errors()).hasSize(2).allMatch(line -> line.contains("a listener failed at policy"));
    }

    @Test
    void readsNothingMoreOnceClosedAndKeepsThePolicy() {
        Set<Thread> before = watcherThreads();
        source.offer(GOOD);
        watcher.start();
        assertThat(watcherThreads()).hasSize(before.size() + 1);

        watcher.close();

        assertThat(watcherThreads()).isEqualTo(before);
        int reads = source.reads();
        watcher.pollNow();
        assertThat(source.reads()).isEqualTo(reads);
        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
        assertThat(log.errors()).isEmpty();
    }

    private static Set<Thread> watcherThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("byok-policy") && thread.isAlive())
                .collect(Collectors.toSet());
    }

    private void awaitMoreReads(int count) {
        int until = source.reads() + count;
        await().until(() -> source.reads() >= until);
    }

    private PolicyWatcher watcher(Duration pollInterval) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        PolicyWatcher created = new PolicyWatcher(source, holder, pollInterval, Duration.ofMillis(1), clock);
        created.addListener(snapshot -> told.add(snapshot.version()));
        return created;
    }

    private @Nullable String versionInForce() {
        PolicySnapshot current = holder.current();
        return current == null ? null : current.version();
    }

    private static String versionOf(Map<String, String> contents) {
        return PolicyFiles.hashed(contents).version();
    }
}

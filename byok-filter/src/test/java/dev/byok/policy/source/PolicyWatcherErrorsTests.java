package dev.byok.policy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors, which are no exceptions, do not end the watching as long as the machine can go on. */
class PolicyWatcherErrorsTests {

    private static final Map<String, String> GOOD = SamplePolicy.contents();
    private static final Map<String, String> POISON =
            SamplePolicy.edited("profiles.yml", "max-attempts: 6", "max-attempts: 5");
    private static final Map<String, String> BETTER =
            SamplePolicy.edited("profiles.yml", "max-attempts: 6", "max-attempts: 7");

    private final ScriptedSource source = new ScriptedSource();
    private final PolicyHolder holder = new PolicyHolder();
    private final LogOfWatcher log = new LogOfWatcher();
    private volatile @Nullable Error poison;
    private final PolicyWatcher watcher = new PolicyWatcher(
            source, holder, Duration.ofMillis(5), Duration.ofMillis(1), Clock.systemUTC(), this::compile);

    @AfterEach
    void close() {
        watcher.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StackOverflowError.class,
                NoClassDefFoundError.class,
                ExceptionInInitializerError.class,
                AssertionError.class
            })
    void anErrorOfTheCompilerRefusesTheVersionAndTheNextOneIsTaken(Class<? extends Error> type) throws Exception {
        poison = type.getConstructor().newInstance();
        source.offer(GOOD);
        watcher.start();
        PolicySnapshot before = holder.current();

        source.offer(POISON);
        await().until(() -> watcher.lastRefusal() != null);

        assertThat(holder.current()).isSameAs(before);
        assertThat(Objects.requireNonNull(watcher.lastRefusal()).version()).isEqualTo(versionOf(POISON));
        assertThat(log.errors())
                .singleElement()
                .asString()
                .startsWith("ERROR policy " + versionOf(POISON) + " not applied, still serving " + versionOf(GOOD))
                .contains("a defect of the compiler: " + type.getName());
        source.offer(BETTER);
        await().until(() -> versionOf(BETTER).equals(versionInForce()));
    }

    @Test
    void anErrorOfTheSourceIsSaidOnceAndOvercome() {
        source.offer(GOOD);
        watcher.start();

        source.breakWith(new NoClassDefFoundError("a/B"));
        int reads = source.reads();
        await().until(() -> source.reads() > reads + 5);

        assertThat(log.errors())
                .containsExactly("ERROR policy source scripted cannot be read, still serving " + versionOf(GOOD)
                        + ": java.lang.NoClassDefFoundError: a/B");
        source.offer(BETTER);
        await().until(() -> versionOf(BETTER).equals(versionInForce()));
    }

    @Test
    void anErrorOfAListenerLeavesThePolicyInForce() {
        watcher.addListener(snapshot -> {
            throw new NoClassDefFoundError("a/B");
        });
        source.offer(GOOD);
        watcher.start();

        source.offer(BETTER);

        await().until(() -> versionOf(BETTER).equals(versionInForce()));
        await().until(() -> log.errors().size() == 2);
        assertThat(log.errors()).allMatch(line -> line.contains("a listener failed at policy"));
    }

    @Test
    void aBrokenMachineStopsTheStart() {
        poison = new OutOfMemoryError("none left");
        source.offer(POISON);

        assertThatThrownBy(watcher::start).isSameAs(poison);
    }

    @Test
    void aBrokenMachineEndsTheWatchingAndTheLogSaysSo() {
        source.offer(GOOD);
        watcher.start();

        source.breakWith(new InternalError("broken"));

        // The error leaves the thread after its line in the log.
        await().dontCatchUncaughtExceptions().until(() -> !log.errors().isEmpty());
        assertThat(log.errors()).containsExactly("ERROR policy source scripted is no longer watched");
        assertThat(versionInForce()).isEqualTo(versionOf(GOOD));
    }

    private PolicySnapshot compile(PolicyFiles files) {
        Error thrown = poison;
        if (thrown != null && files.version().equals(versionOf(POISON))) {
            throw thrown;
        }
        return PolicyCompiler.compile(files);
    }

    private @Nullable String versionInForce() {
        PolicySnapshot current = holder.current();
        return current == null ? null : current.version();
    }

    private static String versionOf(Map<String, String> contents) {
        return PolicyFiles.hashed(contents).version();
    }
}

package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class CoarseTimersTests {

    private final CoarseTimers timers = new CoarseTimers(Schedulers.parallel());

    @AfterEach
    void stop() {
        timers.dispose();
    }

    @Test
    void runsWhatIsDueOnTheWorkersAndNeverEarly() {
        long began = System.nanoTime();
        AtomicLong ran = new AtomicLong();
        AtomicReference<String> thread = new AtomicReference<>();

        timers.schedule(
                () -> {
                    thread.set(Thread.currentThread().getName());
                    ran.set(System.nanoTime());
                },
                50,
                TimeUnit.MILLISECONDS);

        await().until(() -> ran.get() > 0);
        assertThat(Duration.ofNanos(ran.get() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(thread.get()).startsWith("parallel");
    }

    @Test
    void runsNothingThatWasTakenBack() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger later = new AtomicInteger();

        Disposable takenBack = timers.schedule(runs::incrementAndGet, 40, TimeUnit.MILLISECONDS);
        takenBack.dispose();
        timers.schedule(later::incrementAndGet, 120, TimeUnit.MILLISECONDS);

        await().until(() -> later.get() == 1);
        assertThat(runs).hasValue(0);
        assertThat(takenBack.isDisposed()).isTrue();
    }

    @Test
    void takesBackWhatIsDueButHasNotRun() {
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        CoarseTimers slow = new CoarseTimers(Schedulers.fromExecutor(waiting::add));
        AtomicInteger runs = new AtomicInteger();
        Disposable due = slow.schedule(runs::incrementAndGet, 1, TimeUnit.MILLISECONDS);
        await().until(() -> !waiting.isEmpty());

        due.dispose();
        waiting.forEach(Runnable::run);

        assertThat(runs).hasValue(0);
        slow.dispose();
    }

    @Test
    void repeatsUntilItIsTakenBack() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();

        Disposable repeated = timers.schedulePeriodically(runs::incrementAndGet, 1, 1, TimeUnit.MILLISECONDS);
        await().until(() -> runs.get() >= 3);
        repeated.dispose();
        timers.schedule(() -> runs.set(0), 60, TimeUnit.MILLISECONDS);
        timers.schedule(others::incrementAndGet, 160, TimeUnit.MILLISECONDS);

        await().until(() -> others.get() == 1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void endsWhatTakesTooLong() {
        Mono<Object> never = Mono.never().timeout(Duration.ofMillis(30), timers);

        assertThatThrownBy(never::block).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void stopsAltogether() {
        AtomicInteger runs = new AtomicInteger();
        timers.schedule(runs::incrementAndGet, 30, TimeUnit.MILLISECONDS);

        timers.dispose();

        assertThatThrownBy(() -> timers.schedule(runs::incrementAndGet, 1, TimeUnit.MILLISECONDS))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(runs).hasValue(0);
    }
}

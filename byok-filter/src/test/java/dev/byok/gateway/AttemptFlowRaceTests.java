package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** The upstream's thread against the timer's and the caller's: an attempt is judged once or given up. */
class AttemptFlowRaceTests {

    private static final int ROUNDS = 5_000;
    private static final Judgement FINE = failed(OutcomeClass.OK);
    private static final Judgement LATE = failed(OutcomeClass.SILENT);

    @RegisterExtension
    static final TwoThreads THREADS = new TwoThreads();

    @Test
    void isJudgedOnceWhenTheAnswerComesAsItsTimeEnds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Trial trial = new Trial(round % 2 == 0);

            THREADS.race(trial::answer, trial::expire);

            assertThat(trial.judged).as("round " + round).hasValue(1);
            assertThat(trial.completed).as("round " + round).hasValue(1);
            assertThat(trial.givenUp).as("round " + round).hasValue(0);
        }
    }

    @Test
    void isJudgedOrGivenUpWhenTheCallerLeavesAsTheAnswerComes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Trial trial = new Trial(round % 2 == 0);

            THREADS.race(trial::answer, trial::leave);

            assertThat(trial.judged.get() + trial.givenUp.get())
                    .as("round " + round)
                    .isEqualTo(1);
            assertThat(trial.completed).as("round " + round).hasValue(trial.judged.get());
        }
    }

    @Test
    void isJudgedOrGivenUpWhenTheCallerLeavesAsItsTimeEnds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Trial trial = new Trial(round % 2 == 0);

            THREADS.race(trial::expire, trial::leave);

            assertThat(trial.judged.get() + trial.givenUp.get())
                    .as("round " + round)
                    .isEqualTo(1);
            assertThat(trial.completed).as("round " + round).hasValue(trial.judged.get());
        }
    }

    @Test
    void isNotEndedByTheTimerOfItsHeadersWhenThatIsStoppedTooLate() {
        Trial trial = new Trial(true);
        trial.judging = Mono.never();

        trial.answer();
        trial.expire();

        assertThat(trial.judged).hasValue(0);
        trial.leave();
        assertThat(trial.givenUp).hasValue(1);
    }

    private static Judgement failed(OutcomeClass what) {
        return new Judgement.Failed(Calls.outcome(what, SubClass.NONE, 0), false);
    }

    private static final class Trial implements AttemptFlow.Stages, CoreSubscriber<Void> {

        private final AtomicInteger judged = new AtomicInteger();
        private final AtomicInteger completed = new AtomicInteger();
        private final AtomicInteger givenUp = new AtomicInteger();
        private final Sinks.Empty<Void> headers = Sinks.empty();
        private final OneTimer timer = new OneTimer();
        private Mono<Judgement> judging = Mono.just(FINE);
        private @Nullable Subscription flow;

        Trial(boolean limitEndsWithHeaders) {
            new AttemptFlow(headers.asMono(), this, Duration.ofSeconds(1), limitEndsWithHeaders, timer).subscribe(this);
        }

        void answer() {
            headers.tryEmitEmpty();
        }

        void expire() {
            Objects.requireNonNull(timer.task).run();
        }

        void leave() {
            Objects.requireNonNull(flow).cancel();
        }

        @Override
        public Mono<Judgement> judge() {
            return judging;
        }

        @Override
        public Judgement judge(Throwable thrown) {
            return LATE;
        }

        @Override
        public Mono<Void> after(Judgement judgement) {
            judged.incrementAndGet();
            return Mono.empty();
        }

        @Override
        public void givenUp() {
            givenUp.incrementAndGet();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            flow = subscription;
        }

        @Override
        public void onNext(Void nothing) {
            throw new AssertionError("a value");
        }

        @Override
        public void onError(Throwable thrown) {
            throw new AssertionError(thrown);
        }

        @Override
        public void onComplete() {
            completed.incrementAndGet();
        }
    }

    /** Goes off by hand, as one that is stopped too late does. */
    private static final class OneTimer implements Scheduler {

        private volatile @Nullable Runnable task;

        @Override
        public Disposable schedule(Runnable due, long delay, TimeUnit unit) {
            task = due;
            return () -> {};
        }

        @Override
        public Disposable schedule(Runnable due) {
            throw new UnsupportedOperationException("nothing else is to be planned");
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException("nothing else is to be planned");
        }
    }
}

package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** What an attempt does in which order, and what nobody waits for any more. */
class AttemptFlowTests {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Judgement FINE = failed(OutcomeClass.OK);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestPublisher<Void> headers = TestPublisher.create();
    private final Sinks.One<Judgement> judging = Sinks.one();
    private final TestPublisher<Void> next = TestPublisher.create();
    private final List<String> events = new ArrayList<>();
    private Supplier<Mono<Judgement>> judge = () -> judging.asMono().doOnCancel(() -> events.add("judging cancelled"));
    private Supplier<Mono<Void>> after = Mono::empty;

    @Test
    void endsWithWhatFollowsFromTheJudgement() {
        after = next::mono;
        start(false);

        headers.complete();
        judging.tryEmitValue(FINE);
        assertThat(events).containsExactly("judge", "after OK");
        next.complete();

        assertThat(events).containsExactly("judge", "after OK", "complete");
        assertThat(time.getScheduledTaskCount()).isEqualTo(1);
        time.advanceTimeBy(LIMIT.multipliedBy(2));
        assertThat(events).hasSize(3);
    }

    @Test
    void endsAtOnceWhereNothingFollows() {
        start(false);

        headers.complete();
        judging.tryEmitValue(FINE);

        assertThat(events).containsExactly("judge", "after OK", "complete");
    }

    @Test
    void isTooLateWhereHeadersDoNotComeInTime() {
        start(true);

        time.advanceTimeBy(LIMIT);

        headers.assertWasCancelled();
        assertThat(events).containsExactly("thrown TimeoutException", "after SILENT", "complete");
    }

    @Test
    void isTooLateWhereItIsNotJudgedInTime() {
        start(false);

        headers.complete();
        time.advanceTimeBy(LIMIT);

        assertThat(events)
                .containsExactly("judge", "judging cancelled", "thrown TimeoutException", "after SILENT", "complete");
    }

    @Test
    void takesItsTimeToJudgeWhereTheLimitEndsWithTheHeaders() {
        start(true);

        headers.complete();
        time.advanceTimeBy(LIMIT.multipliedBy(2));
        judging.tryEmitValue(FINE);

        assertThat(events).containsExactly("judge", "after OK", "complete");
    }

    @Test
    void isJudgedWhereNoTimerCanBeStarted() {
        time.dispose();

        start(false);

        headers.assertWasNotSubscribed();
        assertThat(events).containsExactly("thrown StaticRejectedExecutionException", "after SILENT", "complete");
    }

    @Test
    void judgesWhateverFails() {
        start(false);
        headers.error(new IllegalStateException());
        assertThat(events).containsExactly("thrown IllegalStateException", "after SILENT", "complete");

        events.clear();
        judge = () -> Mono.error(new IllegalArgumentException());
        start(Mono.empty(), false);
        assertThat(events).containsExactly("judge", "thrown IllegalArgumentException", "after SILENT", "complete");

        events.clear();
        judge = () -> {
            throw new UnsupportedOperationException();
        };
        start(Mono.empty(), false);
        assertThat(events).containsExactly("judge", "thrown UnsupportedOperationException", "after SILENT", "complete");
    }

    @Test
    void failsWhereGoingOnDoes() {
        after = () -> {
            throw new IllegalStateException();
        };
        start(false);
        headers.complete();
        judging.tryEmitValue(FINE);
        assertThat(events).containsExactly("judge", "after OK", "error IllegalStateException");

        events.clear();
        judge = () -> Mono.just(FINE);
        after = () -> Mono.error(new IllegalArgumentException());
        start(Mono.empty(), false);
        assertThat(events).containsExactly("judge", "after OK", "error IllegalArgumentException");
    }

    @Test
    void isGivenUpWhileItWaitsForHeaders() {
        Subscription subscription = start(false);

        subscription.cancel();
        subscription.cancel();
        time.advanceTimeBy(LIMIT);

        headers.assertWasCancelled();
        assertThat(events).containsExactly("given up");
    }

    @Test
    void isGivenUpWhileItIsJudged() {
        Subscription subscription = start(false);
        headers.complete();

        subscription.cancel();
        judging.tryEmitValue(FINE);
        time.advanceTimeBy(LIMIT);

        assertThat(events).containsExactly("judge", "judging cancelled", "given up");
    }

    @Test
    void isNotGivenUpOnceItIsJudgedButWhatFollowsIs() {
        after = next::mono;
        Subscription subscription = start(false);
        headers.complete();
        judging.tryEmitValue(FINE);

        subscription.cancel();

        next.assertWasCancelled();
        assertThat(events).containsExactly("judge", "after OK");
    }

    @Test
    void isLeftAloneOnceItIsOver() {
        Subscription subscription = start(false);
        headers.complete();
        judging.tryEmitValue(FINE);

        subscription.cancel();

        assertThat(events).containsExactly("judge", "after OK", "complete");
    }

    @Test
    void isNeverBegunForASubscriberWhoLeavesAtOnce() {
        new AttemptFlow(headers.mono(), new Told(), LIMIT, false, time).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });

        headers.assertWasNotSubscribed();
        assertThat(time.getScheduledTaskCount()).isZero();
        assertThat(events).containsExactly("given up");
    }

    @Test
    void hasTheSubscribersContext() {
        judge = () -> Mono.deferContextual(context -> {
            events.add(context.get("who"));
            return Mono.just(FINE);
        });
        after = () -> Mono.deferContextual(context -> {
            events.add(context.get("who"));
            return Mono.empty();
        });

        new AttemptFlow(Mono.empty(), new Told(), LIMIT, false, time)
                .contextWrite(Context.of("who", "me"))
                .block();

        assertThat(events).containsExactly("judge", "me", "after OK", "me");
    }

    @Test
    void dropsAnErrorThatComesTooLate() {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            TestPublisher<Void> careless =
                    TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
            start(careless.mono(), false).cancel();
            careless.error(new IllegalStateException());
        } finally {
            Hooks.resetOnErrorDropped();
        }

        assertThat(dropped).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(events).containsExactly("given up");
    }

    private Subscription start(boolean limitEndsWithHeaders) {
        return start(headers.mono(), limitEndsWithHeaders);
    }

    private Subscription start(Mono<Void> waitsFor, boolean limitEndsWithHeaders) {
        return Listening.to(new AttemptFlow(waitsFor, new Told(), LIMIT, limitEndsWithHeaders, time), events);
    }

    private static Judgement failed(OutcomeClass what) {
        return new Judgement.Failed(Calls.outcome(what, SubClass.NONE, 0), false);
    }

    private final class Told implements AttemptFlow.Stages {

        @Override
        public Mono<Judgement> judge() {
            events.add("judge");
            return judge.get();
        }

        @Override
        public Judgement judge(Throwable thrown) {
            events.add("thrown " + thrown.getClass().getSimpleName());
            if (thrown instanceof TimeoutException) {
                assertThat(thrown).hasMessage("no answer in time");
            }
            return failed(OutcomeClass.SILENT);
        }

        @Override
        public Mono<Void> after(Judgement judgement) {
            events.add("after " + ((Judgement.Failed) judgement).outcome().outcomeClass());
            return after.get();
        }

        @Override
        public void givenUp() {
            events.add("given up");
        }
    }
}

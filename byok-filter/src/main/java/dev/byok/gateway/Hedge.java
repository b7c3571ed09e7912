package dev.byok.gateway;

import dev.byok.failover.Failover;
import dev.byok.failover.Step;
import dev.byok.plan.Attempt;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * An attempt and, where it is slow, a second one beside it. Whichever answers first is the answer, and the other one is
 * cancelled; where one fails, the other goes on alone. They run on threads of their own: who decides something between them,
 * or asks {@link Failover}, holds this object's monitor.
 */
final class Hedge implements UnderWay {

    private final Run run;
    private final BiFunction<Run, Attempt, Mono<Void>> attempts;
    private final MonoSink<Void> sink;
    private final Disposable.Swap timer = Disposables.swap();
    private final Lane first;

    // Below: only touched by who holds this object's monitor.
    private final Set<UpstreamExchange> underWay = new HashSet<>();
    private @Nullable Lane second;
    private int running = 1;
    private @Nullable Lane decider;
    private boolean closed;

    private Hedge(Run run, Attempt attempt, BiFunction<Run, Attempt, Mono<Void>> attempts, MonoSink<Void> sink) {
        this.run = run.with(this);
        this.attempts = attempts;
        this.sink = sink;
        this.first = new Lane(attempt);
    }

    /**
     * Makes an attempt.
     *
     * @param after how long it may take until another one is made beside it
     * @param attempts makes one; completes when an answer stands or the request goes on without this one
     * @return completes when an answer stands
     */
    static Mono<Void> around(
            Run run, Attempt attempt, Duration after, BiFunction<Run, Attempt, Mono<Void>> attempts, Scheduler timers) {
        return Mono.create(sink -> {
            Hedge hedge = new Hedge(run, attempt, attempts, sink);
            sink.onDispose(hedge::leave);
            hedge.timer.update(Mono.delay(after, timers).subscribe(tick -> hedge.add()));
            hedge.first.begin();
        });
    }

    private void add() {
        Lane added;
        synchronized (this) {
            Attempt beside = decider == null ? run.call().failover().beside(first.attempt) : null;
            if (beside == null) {
                return;
            }
            added = new Lane(beside);
            second = added;
            running++;
        }
        added.begin();
    }

    /** Takes over an attempt of one of the two. */
    void sends(UpstreamExchange attempt) {
        run.call().sends(this);
        synchronized (this) {
            underWay.add(attempt);
            if (closed) {
                close();
            }
        }
    }

    /** Ends an attempt of one of the two. */
    synchronized void end(UpstreamExchange attempt) {
        if (underWay.remove(attempt)) {
            attempt.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        underWay.forEach(UpstreamExchange::close);
        underWay.clear();
    }

    /** Tells whether an attempt that has an answer is the first to have one; then nobody waits for the other any more. */
    boolean wins(UpstreamExchange attempt, Outbound outbound) {
        synchronized (this) {
            if (decider != null) {
                return false;
            }
            decide(lane(outbound.attempt()));
            overtakeAllBut(attempt);
        }
        leaveOthers();
        return true;
    }

    /**
     * Notes that an attempt has failed.
     *
     * @param alone notes it where no other is under way, and says what follows
     * @param beside notes it where the other goes on; whether the request ends with it all the same
     * @return what follows; null if that is for the other one to say
     */
    @Nullable
    Step failed(Attempt attempt, Supplier<Step> alone, BooleanSupplier beside) {
        Step step;
        synchronized (this) {
            if (decider != null) {
                return null;
            }
            Lane lane = lane(attempt);
            lane.failed = true;
            running--;
            if (running == 0) {
                decide(lane);
                step = alone.get();
            } else if (beside.getAsBoolean() || run.exchange().getResponse().isCommitted()) {
                decide(lane);
                overtakeAllBut(null);
                step = new Step.GiveUp();
            } else {
                return null;
            }
        }
        leaveOthers();
        return step;
    }

    private Lane lane(Attempt attempt) {
        Lane other = second;
        return other != null && other.attempt.equals(attempt) ? other : first;
    }

    private void decide(Lane lane) {
        decider = lane;
    }

    private void overtakeAllBut(@Nullable UpstreamExchange answer) {
        for (UpstreamExchange attempt : underWay) {
            Outbound outbound = attempt.getAttribute(Outbound.ATTRIBUTE);
            if (attempt != answer && outbound != null) {
                attempt.overtake();
                run.call().failover().overtaken(outbound.attempt(), outbound.latency());
            }
        }
    }

    private void leaveOthers() {
        timer.dispose();
        Lane chosen;
        Lane added;
        synchronized (this) {
            chosen = decider;
            added = second;
        }
        if (chosen != first) {
            first.work.dispose();
        }
        if (added != null && chosen != added) {
            added.work.dispose();
        }
    }

    /** Nobody waits for an answer any more, or it stands. */
    private void leave() {
        timer.dispose();
        first.work.dispose();
        Lane added;
        synchronized (this) {
            added = second;
        }
        if (added != null) {
            added.work.dispose();
        }
    }

    /** One of the two. */
    private final class Lane {

        private final Attempt attempt;
        private final Disposable.Swap work = Disposables.swap();
        private boolean failed;

        Lane(Attempt attempt) {
            this.attempt = attempt;
        }

        void begin() {
            Mono<Void> attempting = Mono.defer(() -> attempts.apply(run, attempt));
            work.update(attempting
                    .contextWrite(Context.of(sink.contextView()))
                    .subscribe(nothing -> {}, this::broken, this::over));
        }

        private void over() {
            boolean last;
            synchronized (Hedge.this) {
                if (decider == null && !failed && --running == 0) {
                    decide(this);
                }
                last = decider == this;
            }
            if (last) {
                sink.success();
            }
        }

        private void broken(Throwable thrown) {
            boolean last;
            synchronized (Hedge.this) {
                if (decider == null) {
                    decide(this);
                    overtakeAllBut(null);
                }
                last = decider == this;
            }
            if (last) {
                leaveOthers();
                sink.error(thrown);
            } else {
                Operators.onErrorDropped(thrown, Context.of(sink.contextView()));
            }
        }
    }
}

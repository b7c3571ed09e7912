package dev.byok.gateway;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/**
 * A scheduler for limits that nearly never strike. Every request sets some and takes them back: on a wheel neither costs a
 * lock or wakes a thread. What is due runs on another scheduler, never early, and late by up to {@value #TICK_MILLIS}
 * milliseconds.
 */
final class CoarseTimers implements Scheduler {

    static final int TICK_MILLIS = 20;

    private final Scheduler workers;
    private final HashedWheelTimer wheel =
            new HashedWheelTimer(new DefaultThreadFactory("byok-timers", true), TICK_MILLIS, TimeUnit.MILLISECONDS);

    /**
     * @param workers runs what is due; not disposed of by this
     */
    CoarseTimers(Scheduler workers) {
        this.workers = workers;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return workers.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return new Once(task).in(delay, unit);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return new Periodic(task, period, unit).in(initialDelay, unit);
    }

    @Override
    public Worker createWorker() {
        return workers.createWorker();
    }

    /** Stops the wheel: what is not due by now never runs. */
    @Override
    public void dispose() {
        wheel.stop();
    }

    private class Once implements TimerTask, Disposable {

        private final Runnable task;
        private volatile @Nullable Timeout due;
        private volatile @Nullable Disposable running;
        private volatile boolean disposed;

        Once(Runnable task) {
            this.task = task;
        }

        Disposable in(long delay, TimeUnit unit) {
            try {
                due = wheel.newTimeout(this, delay, unit);
            } catch (IllegalStateException stopped) {
                throw Exceptions.failWithRejected(stopped);
            }
            if (disposed) {
                cancel(due);
            }
            return this;
        }

        @Override
        public void run(Timeout timeout) {
            if (!disposed) {
                running = workers.schedule(task);
                if (disposed) {
                    dispose(running);
                }
            }
        }

        @Override
        public void dispose() {
            disposed = true;
            cancel(due);
            dispose(running);
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }

        private static void cancel(@Nullable Timeout timeout) {
            if (timeout != null) {
                timeout.cancel();
            }
        }

        private static void dispose(@Nullable Disposable disposable) {
            if (disposable != null) {
                disposable.dispose();
            }
        }
    }

    private final class Periodic extends Once {

        private final long period;
        private final TimeUnit unit;

        Periodic(Runnable task, long period, TimeUnit unit) {
            super(task);
            this.period = period;
            this.unit = unit;
        }

        @Override
        public void run(Timeout timeout) {
            super.run(timeout);
            if (!isDisposed()) {
                in(period, unit);
            }
        }
    }
}

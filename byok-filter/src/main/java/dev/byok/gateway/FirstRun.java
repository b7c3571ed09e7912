package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR;

import dev.byok.failover.AttemptRecord;
import dev.byok.failover.Failover;
import dev.byok.idempotency.FirstOutcome;
import dev.byok.idempotency.FirstOutcome.Why;
import dev.byok.idempotency.Lease;
import dev.byok.outcome.SubClass;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/**
 * The request that came first with its key. Its attempts run whether its caller waits for them or not, within the limits
 * that they have anyway; when both they and the request itself are over, everything is freed and the key has its outcome.
 */
final class FirstRun {

    private final ByokExchange call;
    private final Lease lease;

    // Below: only touched by who holds this object's monitor.
    private boolean keepsNothing;
    private @Nullable Going going;
    private boolean callerIsDone;
    private @Nullable Runnable afterwards;
    private boolean concluding;
    private boolean concluded;

    FirstRun(ByokExchange call, Lease lease) {
        this.call = call;
        this.lease = lease;
    }

    /** Whoever comes while it runs still gets its answer; nobody who comes later does. */
    synchronized void keepNothing() {
        keepsNothing = true;
    }

    /**
     * Begins with the attempts, or waits for those that a host's filter gave up waiting for.
     *
     * @param attempts makes them in an exchange; completes when an answer stands
     * @return completes when the answer stands in the host's exchange; leaving it ends nothing
     */
    Mono<Void> pass(ServerWebExchange exchange, ContextView context, Function<ServerWebExchange, Mono<Void>> attempts) {
        Going now;
        boolean fresh = false;
        synchronized (this) {
            now = going;
            if (now == null || now.stands()) {
                if (callerIsDone) {
                    return Mono.empty();
                }
                if (now != null) {
                    now.discard();
                    HostExchange.reset(call, exchange);
                }
                now = new Going(new DetachedExchange(exchange, call.hostHeaders()));
                going = now;
                fresh = true;
            }
        }
        if (fresh) {
            now.begin(attempts, context);
        }
        Going current = now;
        return current.answer.asMono().then(Mono.fromRunnable(() -> current.present(exchange)));
    }

    /**
     * The caller has all it will ever have.
     *
     * @param free frees what the request holds; run once its attempts are over too
     */
    void over(Runnable free) {
        Going last;
        synchronized (this) {
            callerIsDone = true;
            afterwards = free;
            last = going;
        }
        if (last != null) {
            last.callerLeaves();
        }
        settle();
    }

    /** Told whenever something has ended. */
    private void settle() {
        Going last;
        boolean conclude;
        boolean keep;
        synchronized (this) {
            last = going;
            if (last != null && !last.ended()) {
                return;
            }
            conclude = !concluding && (callerIsDone || (last != null && last.taken()));
            concluding |= conclude;
            keep = !keepsNothing;
        }
        if (conclude) {
            conclude(last, keep);
        }
        free();
    }

    private void free() {
        Runnable free;
        synchronized (this) {
            free = concluded ? afterwards : null;
            if (free != null) {
                afterwards = null;
            }
        }
        if (free != null) {
            free.run();
        }
    }

    private void conclude(@Nullable Going last, boolean keep) {
        FirstOutcome outcome =
                new FirstOutcome.Lost(Why.BROKEN, call.generation().id());
        boolean keeps = false;
        try {
            if (last != null) {
                outcome = last.outcome();
                keeps = keep && last.mayBeKept(outcome);
            } else {
                outcome = new FirstOutcome.Untried();
            }
        } finally {
            lease.end(outcome, keeps);
            synchronized (this) {
                concluded = true;
            }
        }
    }

    /** One passage through the attempts. */
    private final class Going {

        private final DetachedExchange exchange;
        private final Sinks.Empty<Void> answer = Sinks.empty();
        private volatile boolean answered;
        private volatile boolean over;
        private volatile @Nullable Recording recording;

        Going(DetachedExchange exchange) {
            this.exchange = exchange;
        }

        void begin(Function<ServerWebExchange, Mono<Void>> attempts, ContextView context) {
            Mono.defer(() -> attempts.apply(exchange))
                    .contextWrite(context)
                    .subscribe(nothing -> {}, this::failed, this::stand);
        }

        private void stand() {
            UpstreamBody body = call.upstreamBodyOf(exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR));
            if (body == null) {
                over = true;
            } else {
                Recording recording = new Recording(lease, FirstRun.this::settle);
                this.recording = recording;
                body.subscribe(recording);
                leaveIfCallerIsDone(recording);
            }
            answered = true;
            settle();
            answer.tryEmitEmpty();
        }

        private void leaveIfCallerIsDone(Recording recording) {
            boolean left;
            synchronized (FirstRun.this) {
                left = callerIsDone;
            }
            if (left) {
                recording.callerLeaves();
            }
        }

        private void failed(Throwable thrown) {
            over = true;
            answered = true;
            settle();
            answer.tryEmitError(thrown);
        }

        /** Returns whether an answer stands that another one may take the place of. */
        boolean stands() {
            return answered;
        }

        boolean ended() {
            Recording recorded = recording;
            return recorded == null ? over : recorded.ended();
        }

        boolean taken() {
            Recording recorded = recording;
            return recorded != null && recorded.taken();
        }

        void discard() {
            Recording recorded = recording;
            if (recorded != null) {
                recorded.giveUp();
            }
        }

        void callerLeaves() {
            Recording recorded = recording;
            if (recorded != null) {
                recorded.callerLeaves();
            }
        }

        void present(ServerWebExchange host) {
            exchange.handOver();
            Recording recorded = recording;
            if (recorded != null) {
                Object type = exchange.getAttribute(ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR);
                if (type != null) {
                    host.getAttributes().put(ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, type);
                }
                host.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, new RecordedConnection(recorded.live()));
            }
        }

        FirstOutcome outcome() {
            Recording recorded = recording;
            if (recorded != null) {
                return outcome(recorded);
            }
            LocalAnswer local = call.localAnswer();
            if (local == null || local.isOurFault()) {
                return asked() ? lost(Why.BROKEN) : new FirstOutcome.Untried();
            }
            return new FirstOutcome.Answered(
                    Replay.stored(local.status(), exchange, local.body(), false, generation()));
        }

        private FirstOutcome outcome(Recording recorded) {
            byte[] whole = recorded.whole();
            HttpStatusCode status = exchange.getResponse().getStatusCode();
            if (call.bodyEnd() != BodyEnd.COMPLETE || (whole == null && !recorded.tooLong()) || status == null) {
                return lost(Why.BROKEN);
            }
            return whole == null
                    ? lost(Why.TOO_LONG)
                    : new FirstOutcome.Answered(Replay.stored(status.value(), exchange, whole, true, generation()));
        }

        /** A provider's answer, and what the caller itself did wrong: neither would be another one the next time. */
        boolean mayBeKept(FirstOutcome outcome) {
            if (!(outcome instanceof FirstOutcome.Answered answered)
                    || answered.answer().upstreams()) {
                return true;
            }
            int length = answered.answer().body().length;
            return FailureAnswer.isCallersFault(call) && lease.reserve(length);
        }

        /** Returns whether any provider may have seen it. */
        private boolean asked() {
            Failover failover = call.failoverOrNull();
            return call.asked()
                    || (failover != null && failover.records().stream().anyMatch(Going::mayHaveBeenSeen));
        }

        /** Without what it refers to, nobody was told of it. */
        private static boolean mayHaveBeenSeen(AttemptRecord attempt) {
            return attempt.outcome().subClass() != SubClass.IMAGE_UNAVAILABLE;
        }

        private FirstOutcome lost(Why why) {
            return new FirstOutcome.Lost(why, generation());
        }

        private String generation() {
            return call.generation().id();
        }
    }
}

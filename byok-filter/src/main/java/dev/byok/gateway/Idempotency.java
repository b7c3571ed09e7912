package dev.byok.gateway;

import dev.byok.idempotency.Claim;
import dev.byok.idempotency.Fingerprint;
import dev.byok.idempotency.FirstOutcome;
import dev.byok.idempotency.IdempotencyCounts;
import dev.byok.idempotency.IdempotencyCounts.Event;
import dev.byok.idempotency.IdempotencyKey;
import dev.byok.idempotency.IdempotencyStore;
import dev.byok.idempotency.Lease;
import dev.byok.simulation.Simulation;
import java.util.function.Function;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Answers requests with an {@code Idempotency-Key}: the first is served, and whoever comes with the same key and the same
 * request gets what it got.
 */
public final class Idempotency {

    private final IdempotencyStore store;
    private final IdempotencyCounts counts;

    public Idempotency(IdempotencyStore store, IdempotencyCounts counts) {
        this.store = store;
        this.counts = counts;
    }

    /** Returns whether the request has a key. */
    static boolean asks(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().containsHeader(IdempotencyHeader.NAME);
    }

    void purge() {
        store.purge();
    }

    /**
     * Answers a request that has a plan.
     *
     * @param attempts makes its attempts in an exchange; completes when an answer stands
     * @return completes when an answer stands in the host's exchange
     */
    Mono<Void> answer(ByokExchange call, ServerWebExchange exchange, Function<ServerWebExchange, Mono<Void>> attempts) {
        FirstRun first = call.firstRun();
        if (first != null) {
            return Mono.deferContextual(context -> first.pass(exchange, context, attempts));
        }
        if (call.knowsHostHeaders()) {
            HostExchange.reset(call, exchange);
        } else {
            HostExchange.remember(call, exchange);
        }
        IdempotencyKey key;
        try {
            key = IdempotencyHeader.key(exchange.getRequest().getHeaders(), call.caller());
        } catch (RefusedException refused) {
            return refuse(call, exchange, refused.answer());
        }
        return new Request(call, exchange, attempts, key, IdempotencyHeader.fingerprint(call, exchange)).claim();
    }

    private static Mono<Void> refuse(ByokExchange call, ServerWebExchange exchange, LocalAnswer answer) {
        LocalAnswer told = call.answerWith(answer);
        LocalAnswerWriter.announce(told, exchange.getResponse());
        ReceiptHeaders.write(call, exchange.getResponse().getHeaders());
        return Mono.empty();
    }

    /** One request on its way through the store. */
    private final class Request {

        private final ByokExchange call;
        private final ServerWebExchange exchange;
        private final Function<ServerWebExchange, Mono<Void>> attempts;
        private final IdempotencyKey key;
        private final Fingerprint fingerprint;

        Request(
                ByokExchange call,
                ServerWebExchange exchange,
                Function<ServerWebExchange, Mono<Void>> attempts,
                IdempotencyKey key,
                Fingerprint fingerprint) {
            this.call = call;
            this.exchange = exchange;
            this.attempts = attempts;
            this.key = key;
            this.fingerprint = fingerprint;
        }

        /** What a claim tells is obeyed even if the caller has left by then: a lease must not be lost. */
        Mono<Void> claim() {
            return Mono.deferContextual(context -> Mono.<Mono<Void>>create(
                            sink -> store.claim(key, fingerprint, claim -> sink.success(obey(claim, context))))
                    .flatMap(next -> next));
        }

        private Mono<Void> obey(Claim claim, ContextView context) {
            if (claim instanceof Claim.First first) {
                return begin(first.lease(), context);
            }
            if (claim instanceof Claim.Again again) {
                return again.outcome().flatMap(outcome -> give(outcome, again.running()));
            }
            if (claim instanceof Claim.Reused) {
                counts.count(Event.KEY_REUSED);
                return refuse(call, exchange, IdempotencyRefusals.reused());
            }
            counts.count(Event.STORE_FULL);
            return refuse(call, exchange, IdempotencyRefusals.full());
        }

        private Mono<Void> begin(Lease lease, ContextView context) {
            FirstRun run = new FirstRun(call, lease);
            if (!call.retention() || call.simulation() != Simulation.NONE) {
                run.keepNothing();
            }
            if (!call.runsFirst(run)) {
                lease.end(new FirstOutcome.Untried(), false);
                return Mono.empty();
            }
            counts.count(Event.FIRST);
            return run.pass(exchange, context, attempts);
        }

        private Mono<Void> give(FirstOutcome outcome, boolean joined) {
            if (outcome instanceof FirstOutcome.Answered answered) {
                counts.count(joined ? Event.JOINED : Event.REPLAYED);
                Replay.present(answered.answer(), call, exchange);
                return Mono.empty();
            }
            if (outcome instanceof FirstOutcome.Lost lost) {
                counts.count(Event.OUTCOME_UNKNOWN);
                return refuse(call, exchange, IdempotencyRefusals.lost(lost));
            }
            // Nobody was asked for the first one; this one may be it now.
            return claim();
        }
    }
}

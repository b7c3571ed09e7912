package dev.byok.gateway;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.request.BodyFacts;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * A plan that a predicate asked for, kept for the next predicate and for the filter. Whoever finds that the request says
 * anything else meanwhile, in its body or its headers, or comes from a route that narrows it, makes another one.
 */
record KeptPlan(
        PolicySnapshot policy,
        Caller caller,
        @Nullable ApiOperation operation,
        BodyFacts facts,
        HttpHeaders headers,
        Planned planned) {

    private static final String ATTRIBUTE = KeptPlan.class.getName();

    /** Returns the plan of a request on a route that narrows nothing; made now if there is none of the same request. */
    static Planned of(
            ServerWebExchange exchange,
            PolicySnapshot policy,
            Caller caller,
            @Nullable ApiOperation operation,
            BodyFacts facts,
            Supplier<Planned> planning) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        KeptPlan kept = exchange.getAttribute(ATTRIBUTE);
        if (kept != null && kept.isOf(policy, caller, operation, facts, headers)) {
            return kept.planned;
        }
        Planned fresh = planning.get();
        exchange.getAttributes().put(ATTRIBUTE, new KeptPlan(policy, caller, operation, facts, headers, fresh));
        return fresh;
    }

    /** Gives the plan away; null where there is none of this very request. */
    static @Nullable Planned take(
            ServerWebExchange exchange,
            PolicySnapshot policy,
            Caller caller,
            @Nullable ApiOperation operation,
            BodyFacts facts) {
        KeptPlan kept = exchange.getAttribute(ATTRIBUTE);
        if (kept == null) {
            return null;
        }
        exchange.getAttributes().remove(ATTRIBUTE);
        return kept.isOf(policy, caller, operation, facts, exchange.getRequest().getHeaders()) ? kept.planned : null;
    }

    private boolean isOf(
            PolicySnapshot other, Caller asking, @Nullable ApiOperation wanted, BodyFacts said, HttpHeaders now) {
        return policy.equals(other)
                && caller.equals(asking)
                && operation == wanted
                && facts.equals(said)
                && Planning.saySame(headers, now);
    }
}

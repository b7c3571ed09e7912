package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CACHED_SERVER_HTTP_REQUEST_DECORATOR_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.IdentifiedCaller;
import dev.byok.caller.UnknownCallerException;
import dev.byok.plan.Plan;
import dev.byok.policy.Capability;
import dev.byok.policy.Tier;
import dev.byok.policy.Variant;
import dev.byok.request.BodyFacts;
import dev.byok.request.BodyReader;
import dev.byok.request.BufferedBytes;
import dev.byok.request.SharedBody;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets routes be chosen by what a request's body says, and by what would be planned for it. The body is read once per
 * request, for all predicates and the filter {@code Byok} together and within the same limits; only that of a {@code POST}
 * to a path of our API, and only where the caller is known. Needs {@link ByokRequestWebFilter} in front.
 */
public final class RequestBodies {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBodies.class);

    private final Callers callers;
    private final BodyReader reader;
    private final BufferedBytes buffered;
    private final BodyLimits limits;
    private final Planning planning;
    private final OurRoutes routes;

    RequestBodies(
            Callers callers,
            BodyReader reader,
            BufferedBytes buffered,
            BodyLimits limits,
            Planning planning,
            OurRoutes routes) {
        this.callers = callers;
        this.reader = reader;
        this.buffered = buffered;
        this.limits = limits;
        this.planning = planning;
        this.routes = routes;
    }

    /**
     * What a body says.
     *
     * @param model as it was sent; what the body names beside it is not looked at
     * @param streaming the answer will be streamed
     * @param needs what a model has to be able to do, as far as the fields beside the messages tell
     * @param promptTokens as many as the body's length suggests
     */
    public record Words(String model, boolean streaming, Set<Capability> needs, int promptTokens) {

        /** Returns whether it needs any of these. */
        public boolean needsAnyOf(Set<Capability> capabilities) {
            for (Capability capability : capabilities) {
                if (needs.contains(capability)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Asks a predicate of a route. False for callers who are not known and for requests without such a body. A body that
     * is refused, or is no request, meets every condition of a route to {@code byok://}, where {@code Byok} says what is
     * wrong with it, and none of another route.
     *
     * @return never empty and never an error
     */
    public Mono<Boolean> test(ServerWebExchange exchange, Predicate<Words> condition) {
        ApiOperation operation = ByokRequestWebFilter.operation(exchange);
        return operation == null
                ? Mono.just(Boolean.FALSE)
                : ask(exchange, (known, facts) -> condition.test(words(facts, operation)));
    }

    /**
     * Asks whether an attempt of one of these tiers could be made now, among as many as the request may make of each of its
     * models. Nothing but the route is left out of account: it has not been chosen. The plan is made once, for all who ask
     * and for the filter behind them if its route narrows nothing. False and true as with {@link #test}, where a request that
     * is refused for what it asks for is one whose body is refused.
     *
     * @return never empty and never an error
     */
    public Mono<Boolean> reaches(ServerWebExchange exchange, Set<Tier> tiers) {
        ApiOperation operation = ByokRequestWebFilter.operation(exchange);
        return ask(exchange, (known, facts) -> {
            Planned planned = KeptPlan.of(
                    exchange,
                    known.policy(),
                    known.caller(),
                    operation,
                    facts,
                    () -> planning.plan(
                            known.policy(),
                            known.caller(),
                            operation,
                            facts,
                            exchange.getRequest().getHeaders(),
                            RouteTerms.NONE));
            Plan plan = planned.plan();
            return plan.reaches(tiers, planned.caller().profile().maxAttempts());
        });
    }

    private Mono<Boolean> ask(ServerWebExchange exchange, BiPredicate<IdentifiedCaller, BodyFacts> question) {
        SharedBody body = SharedBody.of(exchange);
        if (body == null) {
            return Mono.just(Boolean.FALSE);
        }
        String route = OurRoutes.asked(exchange);
        return callers.identify(exchange)
                .flatMap(known -> read(body, exchange)
                        .map(facts -> question.test(known, facts))
                        .onErrorResume(refused -> routes.has(route)))
                .onErrorResume(RequestBodies::nobody)
                .defaultIfEmpty(Boolean.FALSE);
    }

    private Mono<BodyFacts> read(SharedBody body, ServerWebExchange exchange) {
        // Where another predicate has read the body before, only its copy is left.
        return body.read(
                exchange.getAttribute(CACHED_SERVER_HTTP_REQUEST_DECORATOR_ATTR),
                buffered,
                (request, share, owner) -> reader.read(request, limits.max(), limits.time(), share, owner));
    }

    private static Words words(BodyFacts facts, ApiOperation operation) {
        return new Words(
                Variant.slugOf(facts.model()),
                operation.streams() && facts.stream(),
                facts.needs(),
                Estimate.promptTokens(facts));
    }

    private static Mono<Boolean> nobody(Throwable thrown) {
        if (!(thrown instanceof UnknownCallerException)) {
            LOG.warn("who calls could not be found out, so no predicate on the body matches: {}", thrown.toString());
        }
        return Mono.just(Boolean.FALSE);
    }
}

package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CACHED_SERVER_HTTP_REQUEST_DECORATOR_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_PREDICATE_ROUTE_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.UnknownCallerException;
import dev.byok.policy.Variant;
import dev.byok.request.BodyFacts;
import dev.byok.request.BodyReader;
import dev.byok.request.BufferedBytes;
import dev.byok.request.SharedBody;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets routes be chosen by what a request's body says. The body is read once per request, for all predicates and the filter
 * {@code Byok} together and within the same limits; only that of a {@code POST} to a path of our API, and only where the
 * caller is known. Needs {@link ByokRequestWebFilter} in front.
 */
public final class RequestBodies {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBodies.class);

    private final Callers callers;
    private final BodyReader reader;
    private final BufferedBytes buffered;
    private final BodyLimits limits;
    private final Supplier<RouteLocator> routes;

    RequestBodies(
            Callers callers,
            BodyReader reader,
            BufferedBytes buffered,
            BodyLimits limits,
            Supplier<RouteLocator> routes) {
        this.callers = callers;
        this.reader = reader;
        this.buffered = buffered;
        this.limits = limits;
        this.routes = routes;
    }

    /**
     * What a body says.
     *
     * @param model as it was sent; what the body names beside it is not looked at
     * @param streaming the answer will be streamed
     */
    public record Words(String model, boolean streaming) {}

    /**
     * Asks a predicate of a route. False for callers who are not known and for requests without such a body. A body that
     * is refused, or is no request, meets every condition of a route to {@code byok://}, where {@code Byok} says what is
     * wrong with it, and none of another route.
     *
     * @return never empty and never an error
     */
    public Mono<Boolean> test(ServerWebExchange exchange, Predicate<Words> condition) {
        SharedBody body = SharedBody.of(exchange);
        ApiOperation operation = ByokRequestWebFilter.operation(exchange);
        if (body == null || operation == null) {
            return Mono.just(Boolean.FALSE);
        }
        String route = exchange.getAttribute(GATEWAY_PREDICATE_ROUTE_ATTR);
        return callers.identify(exchange)
                .flatMap(known -> read(body, exchange)
                        .map(facts -> condition.test(words(facts, operation)))
                        .onErrorResume(refused -> leadsToByok(route)))
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
        return new Words(Variant.slugOf(facts.model()), operation.streams() && facts.stream());
    }

    private Mono<Boolean> leadsToByok(@Nullable String id) {
        return routes.get().getRoutes().any(route -> route.getId().equals(id) && ByokRoute.isOurs(route));
    }

    private static Mono<Boolean> nobody(Throwable thrown) {
        if (!(thrown instanceof UnknownCallerException)) {
            LOG.warn("who calls could not be found out, so no predicate on the body matches: {}", thrown.toString());
        }
        return Mono.just(Boolean.FALSE);
    }
}

package dev.byok.gateway;

import dev.byok.caller.Callers;
import dev.byok.caller.IdentifiedCaller;
import dev.byok.caller.UnknownCallerException;
import dev.byok.policy.DataClass;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lets routes be chosen by what kind of content a request has. Reads no body. */
public final class RequestDataClasses {

    private static final Logger LOG = LoggerFactory.getLogger(RequestDataClasses.class);

    private final Callers callers;
    private final OurRoutes routes;

    RequestDataClasses(Callers callers, OurRoutes routes) {
        this.callers = callers;
        this.routes = routes;
    }

    /**
     * Asks about the name of the request's data class: the one that it names itself, else the most closed one of its caller.
     * False for callers who are not known and for requests without any. One that names a class it may not name meets every
     * condition of a route to {@code byok://}, where {@code Byok} says what is wrong with it, and none of another route.
     *
     * @return never empty and never an error
     */
    public Mono<Boolean> test(ServerWebExchange exchange, Predicate<String> condition) {
        String route = OurRoutes.asked(exchange);
        return callers.identify(exchange)
                .map(known -> matches(exchange, known, condition))
                .onErrorResume(RefusedException.class, refused -> routes.has(route))
                .onErrorResume(RequestDataClasses::nobody)
                .defaultIfEmpty(Boolean.FALSE);
    }

    private static boolean matches(ServerWebExchange exchange, IdentifiedCaller known, Predicate<String> condition) {
        DataClass named = Planning.dataClass(exchange.getRequest().getHeaders(), known.policy(), known.caller());
        DataClass dataClass = DataClass.stricter(named, known.caller().dataClass());
        return dataClass != null && condition.test(dataClass.name());
    }

    private static Mono<Boolean> nobody(Throwable thrown) {
        if (!(thrown instanceof UnknownCallerException)) {
            LOG.warn("who calls could not be found out, so no predicate on content matches: {}", thrown.toString());
        }
        return Mono.just(Boolean.FALSE);
    }
}

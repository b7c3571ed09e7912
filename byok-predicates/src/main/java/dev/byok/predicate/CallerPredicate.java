package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.caller.IdentifiedCaller;
import dev.byok.caller.UnknownCallerException;
import dev.byok.policy.Caller;
import dev.byok.policy.Glob;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Compares one name of the caller. Never fails: whoever cannot be identified does not match. */
final class CallerPredicate implements AsyncPredicate<ServerWebExchange> {

    private static final Logger LOG = LoggerFactory.getLogger(CallerPredicate.class);

    private final String factory;
    private final AbstractNamesRoutePredicateFactory.Config config;
    private final List<Glob> names;
    private final Callers callers;
    private final Function<Caller, @Nullable String> nameOf;

    CallerPredicate(
            String factory,
            AbstractNamesRoutePredicateFactory.Config config,
            List<Glob> names,
            Callers callers,
            Function<Caller, @Nullable String> nameOf) {
        this.factory = factory;
        this.config = config;
        this.names = names;
        this.callers = callers;
        this.nameOf = nameOf;
    }

    @Override
    public Publisher<Boolean> apply(ServerWebExchange exchange) {
        return callers.identify(exchange)
                .map(this::matches)
                .onErrorResume(CallerPredicate::nobody)
                .defaultIfEmpty(Boolean.FALSE);
    }

    private boolean matches(IdentifiedCaller identified) {
        String name = nameOf.apply(identified.caller());
        return name != null && Glob.anyMatches(names, name);
    }

    private static Mono<Boolean> nobody(Throwable thrown) {
        if (!(thrown instanceof UnknownCallerException)) {
            LOG.warn("who calls could not be found out, so no predicate on the caller matches: {}", thrown.toString());
        }
        return Mono.just(Boolean.FALSE);
    }

    @Override
    public Object getConfig() {
        return config;
    }

    @Override
    public String toString() {
        return factory + ": " + names;
    }
}

package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.gateway.RoutePatterns;
import dev.byok.policy.Caller;
import dev.byok.policy.Glob;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;

/** Matches requests whose caller goes by one of the given names. Callers who are not known match nowhere. */
public abstract class AbstractCallerRoutePredicateFactory extends AbstractNamesRoutePredicateFactory {

    private final Callers callers;

    AbstractCallerRoutePredicateFactory(Callers callers) {
        super(RoutePatterns.NAMES);
        this.callers = callers;
    }

    /** Returns the name to be compared; null where the caller has none. */
    abstract @Nullable String nameOf(Caller caller);

    @Override
    AsyncPredicate<ServerWebExchange> matching(List<Glob> names, Config config) {
        return new CallerPredicate(name(), config, names, callers, this::nameOf);
    }
}

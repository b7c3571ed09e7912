package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.policy.Caller;

/** {@code ByokCaller=content-*}: requests of these callers. */
public class ByokCallerRoutePredicateFactory extends AbstractCallerRoutePredicateFactory {

    public ByokCallerRoutePredicateFactory(Callers callers) {
        super(callers);
    }

    @Override
    String nameOf(Caller caller) {
        return caller.name();
    }
}

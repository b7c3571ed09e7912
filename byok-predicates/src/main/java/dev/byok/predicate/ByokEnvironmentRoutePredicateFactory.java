package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.policy.Caller;
import org.jspecify.annotations.Nullable;

/** {@code ByokEnvironment=staging,prod}: requests of callers in these environments. */
public class ByokEnvironmentRoutePredicateFactory extends AbstractCallerRoutePredicateFactory {

    public ByokEnvironmentRoutePredicateFactory(Callers callers) {
        super(callers);
    }

    @Override
    @Nullable
    String nameOf(Caller caller) {
        return caller.environment();
    }
}

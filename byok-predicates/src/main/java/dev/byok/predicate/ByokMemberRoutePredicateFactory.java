package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.policy.Caller;
import org.jspecify.annotations.Nullable;

/** {@code ByokMember=legal}: requests of callers who stand for these members of their workspace. */
public class ByokMemberRoutePredicateFactory extends AbstractCallerRoutePredicateFactory {

    public ByokMemberRoutePredicateFactory(Callers callers) {
        super(callers);
    }

    @Override
    @Nullable
    String nameOf(Caller caller) {
        return caller.member();
    }
}

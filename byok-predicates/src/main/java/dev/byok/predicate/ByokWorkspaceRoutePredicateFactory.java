package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.policy.Caller;

/** {@code ByokWorkspace=acme,globex-*}: requests of callers in these workspaces. */
public class ByokWorkspaceRoutePredicateFactory extends AbstractCallerRoutePredicateFactory {

    public ByokWorkspaceRoutePredicateFactory(Callers callers) {
        super(callers);
    }

    @Override
    String nameOf(Caller caller) {
        return caller.workspace();
    }
}

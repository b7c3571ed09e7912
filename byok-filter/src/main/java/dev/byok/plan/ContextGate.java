package dev.byok.plan;

import dev.byok.policy.Model;
import org.jspecify.annotations.Nullable;

/**
 * Models whose declared context is certainly too small for a request: its answer alone, as long as the request asks for,
 * fills it. How many tokens a prompt has is only estimated, so it is not counted.
 */
final class ContextGate {

    private final PlanRequest request;

    private ContextGate(PlanRequest request) {
        this.request = request;
    }

    /** Returns the gate of a request; null where none of its models is too small, or there is no other one. */
    static @Nullable ContextGate of(PlanRequest request) {
        Extent extent = request.extent();
        if (extent.askedTokens() == 0
                || extent.answers() == 0
                || request.models().size() == 1) {
            return null;
        }
        ContextGate gate = new ContextGate(request);
        for (int i = 0; i < request.models().size(); i++) {
            if (gate.isTooSmall(request.models().get(i))) {
                return gate;
            }
        }
        return null;
    }

    boolean isTooSmall(Model model) {
        Integer context = model.context();
        return context != null && context <= request.extent().askedTokens();
    }
}

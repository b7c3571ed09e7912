package dev.byok.plan;

import java.util.List;

/**
 * The ordered attempts for one request, with a reason for everything left out.
 *
 * @param cooling those that only health keeps back, in the order they would have; each is an exclusion too
 */
public record Plan(List<Attempt> attempts, List<Attempt> cooling, List<Exclusion> exclusions) {

    public Plan {
        attempts = List.copyOf(attempts);
        cooling = List.copyOf(cooling);
        exclusions = List.copyOf(exclusions);
    }

    /** Returns whether nothing can ever come of it. */
    public boolean isEmpty() {
        return attempts.isEmpty() && cooling.isEmpty();
    }
}

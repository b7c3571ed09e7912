package dev.byok.plan;

import java.util.List;

/** The ordered attempts for one request, with a reason for everything left out. */
public record Plan(List<Attempt> attempts, List<Exclusion> exclusions) {

    public Plan {
        attempts = List.copyOf(attempts);
        exclusions = List.copyOf(exclusions);
    }
}

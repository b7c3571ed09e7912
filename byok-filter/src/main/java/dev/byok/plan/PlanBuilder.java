package dev.byok.plan;

import java.util.ArrayList;
import java.util.List;

/** A plan in the making. */
final class PlanBuilder {

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> cooling = new ArrayList<>(0);
    private final List<Exclusion> exclusions = new ArrayList<>();

    void add(Attempt attempt) {
        attempts.add(attempt);
    }

    void addCooling(Attempt attempt) {
        cooling.add(attempt);
    }

    void exclude(Exclusion exclusion) {
        exclusions.add(exclusion);
    }

    Plan build() {
        return new Plan(attempts, cooling, exclusions);
    }
}

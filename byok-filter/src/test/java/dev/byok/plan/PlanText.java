package dev.byok.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan as an example reads it: attempts as {@code gpt-4o openai A}, with {@code returns} behind those whose failure is
 * the request's; exclusions as {@code gpt-4o openai A disabled: A}, with what is responsible behind the colon.
 */
final class PlanText {

    private final Plan plan;

    PlanText(Plan plan) {
        this.plan = plan;
    }

    List<String> attempts() {
        List<String> lines = new ArrayList<>();
        for (Attempt attempt : plan.attempts()) {
            lines.add(attempt.model().slug() + " " + attempt.endpoint().upstreamModel() + " "
                    + attempt.key().name() + (attempt.returnsFailure() ? " returns" : ""));
        }
        return lines;
    }

    List<String> exclusions() {
        List<String> lines = new ArrayList<>();
        for (Exclusion exclusion : plan.exclusions()) {
            String what = exclusion.key() == null ? exclusion.provider() : exclusion.provider() + " " + exclusion.key();
            lines.add(exclusion.model() + " " + what + " " + exclusion.reason().text() + ": "
                    + exclusion.location().file());
        }
        return lines;
    }

    Plan plan() {
        return plan;
    }
}

package dev.byok.command.drill;

import dev.byok.command.drill.LiveReply.Row;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The plan that a gateway says it has for a request.
 *
 * @param attempts in order, those that would be simulated among them
 * @param maxAttempts of the caller's profile there
 * @param reasons why others are left out
 * @param caller as whom the gateway knows who asks
 */
record Foretold(List<Row> attempts, int maxAttempts, List<String> reasons, String caller) {

    static Foretold of(LiveReply dryRun) {
        JsonNode plan = dryRun.body();
        List<String> reasons = new ArrayList<>();
        for (JsonNode excluded : plan.path("excluded_by")) {
            reasons.add(excluded.path("reason").asString(""));
        }
        return new Foretold(
                Row.of(plan.path("attempts")),
                plan.path("max_attempts").asInt(0),
                reasons,
                plan.path("workspace").asString("") + "/" + plan.path("caller").asString(""));
    }

    /** Returns the attempts that would ask a provider. */
    List<Row> real() {
        return attempts.stream().filter(row -> !row.simulated()).toList();
    }

    boolean simulates() {
        return attempts.stream().anyMatch(Row::simulated);
    }

    /** Returns whether the profile's bound may hide further attempts. */
    boolean isCut() {
        return attempts.size() >= maxAttempts;
    }

    boolean namesKeys() {
        return attempts.stream().allMatch(row -> row.key() != null);
    }
}

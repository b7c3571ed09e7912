package dev.byok.policy.source;

import dev.byok.policy.document.Problem;
import java.time.Instant;
import java.util.List;

/**
 * A version that the source offers and that cannot be used.
 *
 * @param problems all of them, safe to print
 */
public record Refusal(String version, List<Problem> problems, Instant time) {

    public Refusal {
        problems = List.copyOf(problems);
    }
}

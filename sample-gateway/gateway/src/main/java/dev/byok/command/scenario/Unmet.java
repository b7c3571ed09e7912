package dev.byok.command.scenario;

import java.util.List;

/**
 * One expectation that does not hold; safe to print.
 *
 * @param field which, as in {@code starts-with}
 * @param expected what the scenario says
 * @param got what a gateway would do
 * @param because what in the policy makes the difference, with file and line; may be empty
 */
public record Unmet(String field, String expected, String got, List<String> because) {

    public Unmet {
        because = List.copyOf(because);
    }
}

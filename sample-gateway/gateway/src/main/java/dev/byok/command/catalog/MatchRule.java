package dev.byok.command.catalog;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** The rules of genai-prices by which names are recognised: {@code equals}, {@code or} and their kin. */
final class MatchRule {

    private MatchRule() {}

    /** Returns whether a rule knows a name. */
    static boolean matches(JsonNode rule, String name) {
        return rule.properties().stream().allMatch(clause -> {
            JsonNode value = clause.getValue();
            return switch (clause.getKey()) {
                case "equals" -> name.equals(value.asString(""));
                case "starts_with" -> name.startsWith(value.asString(""));
                case "ends_with" -> name.endsWith(value.asString(""));
                case "contains" -> name.contains(value.asString(""));
                case "regex" -> found(value.asString(""), name);
                case "or" -> value.values().stream().anyMatch(any -> matches(any, name));
                case "and" -> value.values().stream().allMatch(all -> matches(all, name));
                default -> false;
            };
        });
    }

    /** Returns the names that it knows letter by letter. */
    static List<String> exactNames(JsonNode rule) {
        if (rule.has("or")) {
            return rule.path("or").values().stream()
                    .flatMap(any -> exactNames(any).stream())
                    .distinct()
                    .toList();
        }
        String exact = rule.path("equals").asString("");
        return exact.isEmpty() ? List.of() : List.of(exact);
    }

    private static boolean found(String regex, String name) {
        try {
            return Pattern.compile(regex).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}

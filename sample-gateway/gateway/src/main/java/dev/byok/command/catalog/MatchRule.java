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

    /**
     * Returns the names that are this one behind a region, as in {@code eu.}, which the rule knows with or without the end of
     * the name.
     */
    static List<String> inRegions(JsonNode rule, String name) {
        if (rule.has("or")) {
            return rule.path("or").values().stream()
                    .flatMap(any -> inRegions(any, name).stream())
                    .distinct()
                    .toList();
        }
        String known = rule.path("contains").asString("");
        int end = known.indexOf('.') + 1;
        boolean region = end > 0 && end < known.length() && name.startsWith(known.substring(end));
        return region ? List.of(known.substring(0, end) + name) : List.of();
    }

    private static boolean found(String regex, String name) {
        try {
            return Pattern.compile(regex).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}

package dev.byok.policy.document;

import dev.byok.policy.DataClass;
import dev.byok.policy.Environment;
import java.util.regex.Pattern;

/**
 * Reads the environments of a workspace. One is production if it says {@code production: true}; where it says nothing, if
 * {@code prod}, {@code production} or {@code live} is a word of its name, as in {@code prod-eu}, {@code eu2_live} or
 * {@code euProd}.
 */
final class EnvironmentsReader {

    private static final Fields FIELDS =
            Fields.of("production", "data-class").and(GuardrailsReader.FIELDS).without("budget", "profile");

    /**
     * With what is no letter around it, or where a small letter meets a capital: neither {@code products} nor
     * {@code delivery} is production.
     */
    private static final Pattern PRODUCTION = Pattern.compile("(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))"
            + "(?i:prod|production|live)"
            + "(?:(?![A-Za-z])|(?<=[a-z])(?=[A-Z]))");

    private EnvironmentsReader() {}

    /** Reads {@code environments} of one workspace. */
    static Declared<Environment> read(Section root, GuardrailsReader guardrails, Declared<DataClass> dataClasses) {
        Declared<Environment> environments = new Declared<>("environment");
        root.entries("environments").forEach((name, value) -> {
            environments.add(name, null);
            Section section = value.section();
            if (section != null && value.isName(name)) {
                boolean production = section.only(FIELDS)
                        .flag("production", PRODUCTION.matcher(name).find());
                environments.add(
                        name,
                        new Environment(
                                production,
                                guardrails.read(section),
                                dataClasses.resolve(section.get("data-class")),
                                section.location()));
            }
        });
        return environments;
    }
}

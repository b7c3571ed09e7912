package dev.byok.policy.document;

import java.util.Locale;
import java.util.Set;

/**
 * An environment of a workspace. It is production if it says {@code production: true}; where it says nothing, if it is called
 * {@code prod} or {@code production}, in any case. Any other name, {@code prod-eu} too, has to say so.
 *
 * @param production whether real work is done there, in which no failures may be simulated
 */
record Environment(boolean production) {

    private static final Set<String> PRODUCTION = Set.of("prod", "production");

    private static final Fields FIELDS =
            Fields.of("production").without("budget", "models", "providers", "profile", "data-class");

    /** Reads {@code environments} of one workspace. */
    static Declared<Environment> read(Section root) {
        Declared<Environment> environments = new Declared<>("environment");
        root.entries("environments").forEach((name, value) -> {
            environments.add(name, null);
            Section section = value.section();
            if (section != null && value.isName(name)) {
                boolean production =
                        section.only(FIELDS).flag("production", PRODUCTION.contains(name.toLowerCase(Locale.ROOT)));
                environments.add(name, new Environment(production));
            }
        });
        return environments;
    }
}

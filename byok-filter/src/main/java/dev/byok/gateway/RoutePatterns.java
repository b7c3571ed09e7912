package dev.byok.gateway;

import dev.byok.policy.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the patterns of a route; what could match nothing that a policy may hold is refused. */
public enum RoutePatterns {
    /** Of callers, members, workspaces, environments. */
    NAMES("[A-Za-z0-9*][A-Za-z0-9._@+*-]*", "name", ". _ @ + -", "legal,team-*"),
    MODELS("[A-Za-z0-9*][A-Za-z0-9._:/@+*-]*", "model", ". _ : / @ + -", "openai/*,anthropic/*"),
    PROVIDERS("[A-Za-z0-9*][A-Za-z0-9._@+*-]*", "provider", ". _ @ + -", "anthropic,azure-*");

    private final Pattern form;
    private final String thing;
    private final String signs;
    private final String example;

    RoutePatterns(String form, String thing, String signs, String example) {
        this.form = Pattern.compile(form);
        this.thing = thing;
        this.signs = signs;
        this.example = example;
    }

    /**
     * Returns the patterns.
     *
     * @param factory whose patterns these are, for the complaint
     * @throws IllegalArgumentException if there is none, or one that is no pattern of such names
     */
    public List<Glob> read(String factory, List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException(
                    factory + " has no " + thing + "s: expected one or more, as in '" + factory + "=" + example + "'");
        }
        List<Glob> globs = new ArrayList<>(patterns.size());
        for (String pattern : patterns) {
            if (!form.matcher(pattern).matches()) {
                throw new IllegalArgumentException(factory + " has the " + thing + " '" + pattern
                        + "': expected letters, digits and " + signs + ", where * stands for any characters");
            }
            globs.add(Glob.of(pattern));
        }
        return List.copyOf(globs);
    }
}

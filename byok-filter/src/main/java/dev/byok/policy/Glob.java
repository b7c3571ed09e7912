package dev.byok.policy;

import java.util.List;

/**
 * A pattern over names and slugs, where {@code *} matches any characters, {@code /} included. Everything else is literal.
 */
public final class Glob {

    private final String pattern;
    private final String[] pieces;

    private Glob(String pattern) {
        this.pattern = pattern;
        this.pieces = pattern.split("\\*", -1);
    }

    public static Glob of(String pattern) {
        return new Glob(pattern);
    }

    /** Returns whether any of the globs matches. */
    public static boolean anyMatches(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    public boolean matches(String name) {
        if (pieces.length == 1) {
            return pattern.equals(name);
        }
        String last = pieces[pieces.length - 1];
        if (name.length() < pieces[0].length() + last.length() || !name.startsWith(pieces[0]) || !name.endsWith(last)) {
            return false;
        }
        int from = pieces[0].length();
        int end = name.length() - last.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int at = name.indexOf(pieces[i], from);
            if (at < 0 || at + pieces[i].length() > end) {
                return false;
            }
            from = at + pieces[i].length();
        }
        return true;
    }

    /**
     * Returns whether this pattern alone matches whatever another one matches: the other's wildcards fall into its own.
     * Never true of one that matches more.
     */
    public boolean covers(Glob other) {
        return matches(other.pattern);
    }

    /** Returns whether this pattern names one thing, without a wildcard. */
    public boolean isLiteral() {
        return pieces.length == 1;
    }

    @Override
    public String toString() {
        return pattern;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }
}

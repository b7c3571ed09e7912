package dev.byok.policy.document;

import java.util.regex.Pattern;

/**
 * A grant: a pattern over a secret's reference without its field, where {@code *} stays within one path segment and
 * {@code **} crosses segments. Everything else is literal, the scheme included.
 */
final class ReferenceGlob {

    private final String pattern;
    private final Pattern regex;

    private ReferenceGlob(String pattern) {
        this.pattern = pattern;
        this.regex = Pattern.compile(regexOf(pattern), Pattern.DOTALL);
    }

    static ReferenceGlob of(String pattern) {
        return new ReferenceGlob(pattern);
    }

    boolean matches(String reference) {
        return regex.matcher(reference).matches();
    }

    private static String regexOf(String pattern) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int star = pattern.indexOf('*', at);
            int end = star < 0 ? pattern.length() : star;
            regex.append(Pattern.quote(pattern.substring(at, end)));
            at = end;
            while (at < pattern.length() && pattern.charAt(at) == '*') {
                at++;
            }
            if (at > end) {
                regex.append(at - end > 1 ? ".*" : "[^/]*");
            }
        }
        return regex.toString();
    }

    @Override
    public String toString() {
        return pattern;
    }
}

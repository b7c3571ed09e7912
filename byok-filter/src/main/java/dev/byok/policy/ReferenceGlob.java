package dev.byok.policy;

import java.util.stream.IntStream;

/**
 * A grant: a pattern over a secret's reference without its field, where {@code *} stays within one path segment and
 * {@code **} crosses segments. Everything else is literal, the scheme included.
 */
public final class ReferenceGlob {

    /** Wildcards among the characters of a pattern. */
    private static final int WITHIN_SEGMENT = -1;

    private static final int ACROSS_SEGMENTS = -2;

    private final String pattern;
    private final int[] parts;

    private ReferenceGlob(String pattern) {
        this.pattern = pattern;
        this.parts = parts(pattern);
    }

    public static ReferenceGlob of(String pattern) {
        return new ReferenceGlob(pattern);
    }

    public boolean matches(String reference) {
        return takes(reference.chars().toArray());
    }

    /**
     * Returns whether this pattern alone matches whatever another one matches, because its wildcards take in those of the
     * other. Never true of one that matches more.
     */
    public boolean covers(ReferenceGlob other) {
        return takes(other.parts);
    }

    /** Reads a text once, with all places of the pattern at which it may have come so far. */
    private boolean takes(int[] text) {
        boolean[] reached = new boolean[parts.length + 1];
        reached[0] = true;
        skipWildcards(reached);
        for (int character : text) {
            reached = after(character, reached);
        }
        return reached[parts.length];
    }

    private boolean[] after(int character, boolean[] reached) {
        boolean[] next = new boolean[reached.length];
        for (int at = 0; at < parts.length; at++) {
            boolean wildcard = parts[at] < 0;
            if (reached[at] && (wildcard ? takes(parts[at], character) : parts[at] == character)) {
                next[wildcard ? at : at + 1] = true;
            }
        }
        skipWildcards(next);
        return next;
    }

    /** They may match nothing. */
    private void skipWildcards(boolean[] reached) {
        for (int at = 0; at < parts.length; at++) {
            reached[at + 1] |= reached[at] && parts[at] < 0;
        }
    }

    private static boolean takes(int wildcard, int character) {
        return wildcard == ACROSS_SEGMENTS || (character != '/' && character != ACROSS_SEGMENTS);
    }

    private static int[] parts(String pattern) {
        IntStream.Builder parts = IntStream.builder();
        int at = 0;
        while (at < pattern.length()) {
            int stars = starsAt(pattern, at);
            parts.add(stars == 0 ? pattern.charAt(at) : stars == 1 ? WITHIN_SEGMENT : ACROSS_SEGMENTS);
            at += Math.max(1, stars);
        }
        return parts.build().toArray();
    }

    private static int starsAt(String pattern, int from) {
        int end = from;
        while (end < pattern.length() && pattern.charAt(end) == '*') {
            end++;
        }
        return end - from;
    }

    @Override
    public String toString() {
        return pattern;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReferenceGlob glob && glob.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }
}

package dev.byok.secret;

import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of a provider's error text before anybody sees it: the one that was sent, whatever looks like
 * one, and masked echoes of either. For error paths only.
 */
public final class Redaction {

    /** What a caller, a receipt or a log line gets of a provider's text, in characters. */
    public static final int MAX_LENGTH = 2_000;

    /** More is never looked at. */
    private static final int MAX_INPUT = 16 * 1024;

    private Redaction() {}

    /**
     * Returns the text without credentials, at most {@value #MAX_LENGTH} characters of it.
     *
     * @param sent the credential the text answers to; null where there was none
     */
    public static String scrub(String text, @Nullable Secret sent) {
        String scrubbed = sent == null ? text : sent.redact(text);
        // Cut before the patterns so that their cost is bounded, after the exact value so that no half of it survives.
        scrubbed = cut(scrubbed, MAX_INPUT);
        for (CredentialPattern pattern : CredentialPatterns.ALL) {
            scrubbed = pattern.takeOutOf(scrubbed);
        }
        return cut(scrubbed, MAX_LENGTH);
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}

package dev.byok.secret;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What one kind of credential looks like.
 *
 * @param replacement what stands in its place, in the terms of {@link java.util.regex.Matcher#replaceAll(String)}
 * @param marks one of these stands in every match; empty where nothing does. To look for a text is far cheaper than for a
 *     pattern, and nearly all texts have none
 */
record CredentialPattern(Pattern pattern, String replacement, List<String> marks) {

    CredentialPattern {
        marks = List.copyOf(marks);
    }

    /** Returns the text without credentials of this kind. */
    String takeOutOf(String text) {
        return mayStandIn(text) ? pattern.matcher(text).replaceAll(replacement) : text;
    }

    private boolean mayStandIn(String text) {
        for (String mark : marks) {
            if (text.contains(mark)) {
                return true;
            }
        }
        return marks.isEmpty();
    }
}

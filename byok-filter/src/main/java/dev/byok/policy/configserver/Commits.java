package dev.byok.policy.configserver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of commits: SHA-1 or SHA-256, in lower-case hex digits. */
final class Commits {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");
    /** A proxy that compresses marks the tag as weak. */
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(" + COMMIT.pattern() + ")\"");

    private Commits() {}

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** Returns the commit that is the entity tag, null where it is none. */
    static @Nullable String ofEtag(@Nullable String etag) {
        Matcher matcher = ETAG.matcher(etag == null ? "" : etag);
        return matcher.matches() ? matcher.group(1) : null;
    }

    static String etag(String commit) {
        return '"' + commit + '"';
    }
}

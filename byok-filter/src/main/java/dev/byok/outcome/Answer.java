package dev.byok.outcome;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One answer as the rules look at it: status, headers, and the error's names and texts in lower case. */
final class Answer {

    private final int status;
    private final HeaderLookup headers;
    private final ErrorFields fields;
    private final ProviderError error;
    private final String message;
    private final String raw;

    Answer(int status, HeaderLookup headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.fields = ErrorFields.read(body);
        this.error = ProviderErrorReader.toError(fields);
        this.message = lowerCase(error.message());
        this.raw = lowerCase(fields.get("error.metadata.raw"));
    }

    private Answer(int status, Answer other) {
        this.status = status;
        this.headers = other.headers;
        this.fields = other.fields;
        this.error = other.error;
        this.message = other.message;
        this.raw = other.raw;
    }

    /** Returns the same answer under another status. */
    Answer withStatus(int status) {
        return new Answer(status, this);
    }

    int status() {
        return status;
    }

    HeaderLookup headers() {
        return headers;
    }

    ProviderError error() {
        return error;
    }

    @Nullable
    String field(String path) {
        return fields.get(path);
    }

    boolean has(String path) {
        return fields.get(path) != null;
    }

    /** Returns whether it stands inside an answer that began well, and so has no headers of its own. */
    boolean inBand() {
        return headers == HeaderLookup.NONE;
    }

    boolean hasHeader(String name) {
        return headers.get(name) != null;
    }

    boolean isStatus(int... statuses) {
        for (int candidate : statuses) {
            if (candidate == status) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the error's code, type or reason is one of these. */
    boolean named(String... names) {
        for (String name : names) {
            if (name.equalsIgnoreCase(error.code())
                    || name.equalsIgnoreCase(error.type())
                    || name.equalsIgnoreCase(fields.get("error.status"))
                    || name.equalsIgnoreCase(fields.get("error.details.reason"))
                    || name.equalsIgnoreCase(fields.get("error.metadata.error_type"))
                    || name.equalsIgnoreCase(fields.get("error.availability.code"))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether AWS names the error so: in a header, with what is behind a colon, or in the body. */
    boolean isException(String... names) {
        String said = exception();
        if (said != null) {
            for (String name : names) {
                if (name.equalsIgnoreCase(said)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns AWS's name of the error; null where there is none. */
    @Nullable
    String exception() {
        String said = headers.get("x-amzn-errortype");
        String name = said == null || said.isBlank() ? fields.get("__type") : said;
        if (name == null) {
            return null;
        }
        int end = name.indexOf(':');
        String alone = end < 0 ? name : name.substring(0, end);
        return alone.substring(alone.indexOf('#') + 1).trim();
    }

    /** Returns whether the message starts with one of these, given in lower case. */
    boolean begins(String... starts) {
        for (String start : starts) {
            if (message.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the message holds one of these, given in lower case. */
    boolean says(String... parts) {
        return containsAny(message, parts);
    }

    /** As {@link #says}, also in what a broker passes on from the provider behind it. */
    boolean saysAnywhere(String... parts) {
        return containsAny(message, parts) || containsAny(raw, parts);
    }

    boolean says(Pattern pattern) {
        return pattern.matcher(message).find();
    }

    private static boolean containsAny(String text, String... parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String lowerCase(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}

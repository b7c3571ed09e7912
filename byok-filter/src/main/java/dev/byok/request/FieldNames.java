package dev.byok.request;

import java.util.List;

/** Names of fields inside an object whose fields are all known. */
final class FieldNames {

    private static final int SHOWN = 40;

    private FieldNames() {}

    /**
     * Returns which of the known fields the name just read is.
     *
     * @throws InvalidBodyException if it is none; the message repeats it where it looks like a field's
     */
    static String known(JsonCursor json, String path, List<String> fields) {
        for (String field : fields) {
            if (json.textIs(field)) {
                return field;
            }
        }
        String written = json.textLength() > SHOWN ? "" : json.text();
        boolean shown = looksLikeAField(written);
        throw new InvalidBodyException(
                (shown ? "unknown field '" + path + "." + written + "'" : "unknown field in '" + path + "'")
                        + ": expected one of " + String.join(", ", fields));
    }

    private static boolean looksLikeAField(String text) {
        boolean field = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            field &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        }
        return field;
    }
}

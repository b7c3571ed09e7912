package dev.byok.dialect.anthropic;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;

/** The id of a call: others make them of characters that Anthropic does not take. */
public final class CallId {

    private CallId() {}

    /** Writes an id, the same one alike wherever it stands. */
    public static void write(JsonTape tape, int id, JsonText out) {
        out.ascii("\"").ascii(plain(tape.text(id))).ascii("\"");
    }

    /** Returns an id of nothing but characters that Anthropic takes. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean taken =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
            plain.append(taken ? c : '_');
        }
        return plain.toString();
    }
}

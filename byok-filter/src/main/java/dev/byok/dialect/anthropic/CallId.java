package dev.byok.dialect.anthropic;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;

/** The id of a call: others make them of characters that Anthropic does not take. */
final class CallId {

    private CallId() {}

    /** Writes an id, the same one alike wherever it stands. */
    static void write(JsonTape tape, int id, JsonText out) {
        String text = tape.text(id);
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean taken =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
            plain.append(taken ? c : '_');
        }
        out.ascii("\"").ascii(plain.toString()).ascii("\"");
    }
}

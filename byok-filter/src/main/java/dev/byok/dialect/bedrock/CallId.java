package dev.byok.dialect.bedrock;

import dev.byok.dialect.ChatFields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;

/** The id of a call: others make them of characters that Bedrock does not take, or longer than it does. */
final class CallId {

    private static final int LONGEST = 64;

    /** What Mistral's models make of them, and demand. */
    private static final int OF_MISTRAL = 9;

    private CallId() {}

    /** Writes an id, the same one alike wherever it stands; returns whether Mistral's models take it, too. */
    static boolean write(JsonTape tape, int id, JsonText out) {
        String text = tape.text(id);
        if (text.length() > LONGEST || text.isEmpty()) {
            out.ascii("\"").ascii(ChatFields.hash(tape.unescaped(id))).ascii("\"");
            return false;
        }
        boolean plain = text.length() == OF_MISTRAL;
        StringBuilder taken = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean fits = alphanumeric || c == '_' || c == '.' || c == ':' || c == '-';
            taken.append(fits ? c : '_');
            plain &= alphanumeric;
        }
        out.ascii("\"").ascii(taken.toString()).ascii("\"");
        return plain;
    }
}

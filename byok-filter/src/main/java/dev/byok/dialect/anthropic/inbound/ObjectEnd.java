package dev.byok.dialect.anthropic.inbound;

/** Finds where a JSON object that comes in pieces is over. What is no object never is. */
final class ObjectEnd {

    private int depth;
    private boolean begun;
    private boolean inText;
    private boolean escaped;

    void read(byte[] piece) {
        for (byte b : piece) {
            if (inText) {
                inText = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inText = true;
            } else if (b == '{' || b == '[') {
                depth++;
                begun = true;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
    }

    boolean isReached() {
        return begun && depth == 0;
    }
}

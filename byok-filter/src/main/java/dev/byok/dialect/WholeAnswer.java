package dev.byok.dialect;

import java.nio.charset.StandardCharsets;

/**
 * Tells an error that a provider wrapped into HTTP 200 from an answer, wherever in the document it stands. One pass over
 * bytes; a document that was cut counts as far as it goes.
 */
public final class WholeAnswer extends JsonScanner {

    private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

    private static final int ROOT = 1;
    private static final int CHOICES = 2;
    private static final int CHOICE = 3;
    private static final int MESSAGE = 4;

    private boolean error;
    private boolean content;

    private WholeAnswer() {}

    /**
     * Returns whether the document says that there was an error, at its top or as a finish reason, and holds nothing that
     * could be used: no choice with output, no data.
     */
    public static boolean isError(byte[] json) {
        WholeAnswer answer = new WholeAnswer();
        answer.walk(json, 0, json.length, ROOT);
        return answer.error && !answer.content;
    }

    /** Returns whether the document is JSON to its end. */
    public static boolean isWellFormed(byte[] json) {
        return new WholeAnswer().walk(json, 0, json.length, ROOT);
    }

    @Override
    void member(int level, ChunkKey key) {
        if (level == ROOT) {
            rootMember(key);
        } else if (level == CHOICE) {
            choiceMember(key);
        } else {
            Value value = value(INNER);
            content |= key.carriesOutput() && value != Value.EMPTY && value != Value.SCALAR;
        }
    }

    /** Some wrap the error into an array. */
    @Override
    void element(int level) {
        int inner = level == CHOICES ? CHOICE : ROOT;
        value(first() == '{' ? inner : INNER);
    }

    private void rootMember(ChunkKey key) {
        switch (key) {
            case ERROR -> {
                boolean before = error;
                // Said first, since what is cut off within it is one too.
                error = true;
                error = value(INNER) != Value.EMPTY || before;
            }
            case CHOICES -> value(first() == '[' ? CHOICES : INNER);
            case DATA -> content |= value(INNER) == Value.ARRAY;
            default -> value(INNER);
        }
    }

    private void choiceMember(ChunkKey key) {
        switch (key) {
            case MESSAGE -> value(first() == '{' ? MESSAGE : INNER);
            case TEXT -> content |= value(INNER) == Value.TEXT;
            case FINISH_REASON -> error |= value(INNER) == Value.TEXT && textIs(ERROR);
            default -> value(INNER);
        }
    }
}

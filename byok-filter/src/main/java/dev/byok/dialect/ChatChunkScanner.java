package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads from one data payload of a chat or completions stream what a gateway must know, in a single pass that knows depth,
 * key path and escapes. Holds the answers for the payload scanned last; of a malformed one nothing is known but that.
 */
final class ChatChunkScanner extends JsonScanner {

    private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private static final int ROOT = 1;
    private static final int CHOICES = 2;
    private static final int CHOICE = 3;
    private static final int DELTA = 4;
    private static final int GROQ = 5;

    private final ChoiceFinishes choices = new ChoiceFinishes();
    private final Cuts usageCuts = new Cuts();
    private final MemberCuts rootCuts = new MemberCuts(usageCuts);
    private final MemberCuts groqCuts = new MemberCuts(usageCuts);
    private boolean malformed;
    private boolean done;
    private boolean error;
    private boolean output;
    private boolean choicesEmpty;
    private int usageFrom;
    private int usageTo;

    private int choiceIndex;
    private boolean choiceFinished;

    void scan(byte[] bytes, int from, int to) {
        reset();
        done = isDone(bytes, from, to);
        malformed = !done && !walk(bytes, from, to, ROOT);
        if (malformed) {
            reset();
            malformed = true;
        }
    }

    private void reset() {
        choices.clear();
        usageCuts.clear();
        rootCuts.begin();
        malformed = false;
        done = false;
        error = false;
        output = false;
        choicesEmpty = false;
        usageFrom = 0;
        usageTo = 0;
    }

    boolean malformed() {
        return malformed;
    }

    /** The payload is the terminator {@code [DONE]}. */
    boolean done() {
        return done;
    }

    /** There is a top-level error, or a choice ends with the finish reason {@code error}. */
    boolean error() {
        return error;
    }

    /** A delta or text is not empty, or a choice has its finish reason. */
    boolean realOutput() {
        return output || choices.anyFinished();
    }

    /** The payload has {@code "choices": []}. */
    boolean choicesEmpty() {
        return choicesEmpty;
    }

    boolean hasUsage() {
        return usageTo > usageFrom;
    }

    /** Where the usage object begins in the array scanned. */
    int usageFrom() {
        return usageFrom;
    }

    int usageTo() {
        return usageTo;
    }

    /** What has to go for a payload without any usage, {@code null} included; valid until the next scan. */
    Cuts usageCuts() {
        return usageCuts;
    }

    /** The choices of this payload alone; valid until the next scan. */
    ChoiceFinishes choices() {
        return choices;
    }

    @Override
    void member(int level, ChunkKey key) {
        if (level == ROOT) {
            rootMember(key);
        } else if (level == CHOICE) {
            choiceMember(key);
        } else if (level == GROQ) {
            groqMember(key);
        } else {
            deltaMember(key);
        }
    }

    @Override
    void element(int level) {
        if (level != CHOICES || first() != '{') {
            value(INNER);
            return;
        }
        choiceIndex = 0;
        choiceFinished = false;
        value(CHOICE);
        choices.add(choiceIndex, choiceFinished);
    }

    private void rootMember(ChunkKey key) {
        int keyFrom = textPosition();
        rootCuts.next(keyFrom);
        rootValue(key);
        if (key == ChunkKey.USAGE) {
            rootCuts.cut(keyFrom, position());
        } else {
            rootCuts.keep(position());
        }
    }

    private void rootValue(ChunkKey key) {
        int from = position();
        byte first = first();
        switch (key) {
            case CHOICES -> choicesEmpty = first == '[' ? value(CHOICES) == Value.EMPTY : ignored();
            case ERROR -> error |= value(INNER) != Value.EMPTY;
            case USAGE -> {
                if (value(INNER) == Value.OBJECT) {
                    usageFrom = from;
                    usageTo = position();
                }
            }
            case X_GROQ -> {
                groqCuts.begin();
                value(first == '{' ? GROQ : INNER);
            }
            default -> value(INNER);
        }
    }

    /** Groq reports the usage twice. */
    private void groqMember(ChunkKey key) {
        int keyFrom = textPosition();
        groqCuts.next(keyFrom);
        value(INNER);
        if (key == ChunkKey.USAGE) {
            groqCuts.cut(keyFrom, position());
        } else {
            groqCuts.keep(position());
        }
    }

    private void choiceMember(ChunkKey key) {
        int from = position();
        switch (key) {
            case INDEX -> {
                value(INNER);
                choiceIndex = indexAt(from);
            }
            case DELTA -> value(first() == '{' ? DELTA : INNER);
            case TEXT -> output |= value(INNER) == Value.TEXT;
            case FINISH_REASON -> {
                choiceFinished = value(INNER) == Value.TEXT;
                error |= choiceFinished && textIs(ERROR);
            }
            default -> value(INNER);
        }
    }

    private void deltaMember(ChunkKey key) {
        Value value = value(INNER);
        output |= key.carriesOutput() && value != Value.EMPTY && value != Value.SCALAR;
    }

    private boolean ignored() {
        value(INNER);
        return false;
    }

    /** Returns the number written there, at most {@link ChoiceFinishes#LAST_INDEX}; 0 where there is none. */
    private int indexAt(int from) {
        int index = 0;
        for (int i = from; byteAt(i) >= '0' && byteAt(i) <= '9'; i++) {
            index = Math.min(index * 10 + (byteAt(i) - '0'), ChoiceFinishes.LAST_INDEX);
        }
        return index;
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        int end = to;
        int start = from;
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(bytes, start, end, DONE, 0, DONE.length);
    }
}

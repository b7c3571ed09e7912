package dev.byok.dialect;

/**
 * The thoughts of an assistant's message that are signed, or that nobody can read: what their model wants back. Of a stream a
 * client may have put together only what it knows, so that the text of a thought stands apart from its signature: in
 * {@code reasoning_content}, or in pieces in front of it that have its {@code index}.
 */
public final class SignedThoughts {

    private final JsonTape tape;
    private final int message;
    private final int thoughts;
    private final boolean single;
    private int pieces = JsonTape.NONE;

    /**
     * @param message an assistant's
     * @param thoughts its {@code thinking_blocks}, an array
     */
    public SignedThoughts(JsonTape tape, int message, int thoughts) {
        this.tape = tape;
        this.message = message;
        this.thoughts = thoughts;
        this.single = isSingle();
    }

    private boolean isSingle() {
        int signed = 0;
        for (int each = tape.first(thoughts); each != JsonTape.NONE; each = tape.after(thoughts, each)) {
            boolean thought = tape.is(tape.member(each, "type"), "thinking");
            signed += thought && !CarriedThought.isUnsigned(tape, each) ? 1 : 0;
        }
        return signed == 1;
    }

    /** Returns the first; {@link JsonTape#NONE} where there is none. */
    public int first() {
        return from(tape.first(thoughts));
    }

    /** Returns the one behind another; {@link JsonTape#NONE} behind the last. */
    public int after(int thought) {
        return from(tape.after(thoughts, thought));
    }

    /** Who did not sign does not want them back, and who signs refuses them. */
    private int from(int block) {
        pieces = block;
        int each = block;
        while (each != JsonTape.NONE && CarriedThought.isUnsigned(tape, each)) {
            each = tape.after(thoughts, each);
        }
        return each;
    }

    /** Writes what the one that was returned last says, as a JSON text; returns false where nothing is said of it. */
    public boolean text(int thought, JsonText out) {
        int own = tape.member(thought, "thinking");
        int apart = tape.member(message, "reasoning_content");
        boolean told = tape.isText(own) && !tape.isEmpty(own);
        if (told || (single && tape.isText(apart))) {
            out.raw(tape, told ? own : apart);
            return true;
        }
        boolean any = tape.isText(own);
        int start = out.length();
        out.ascii("\"");
        for (int each = pieces; each != thought; each = tape.after(thoughts, each)) {
            int piece = tape.member(each, "thinking");
            if (tape.isText(piece) && index(each) == index(thought)) {
                out.inner(tape, piece);
                any = true;
            }
        }
        out.ascii("\"");
        if (!any) {
            out.cutTo(start);
        }
        return any;
    }

    private long index(int block) {
        return tape.count(tape.member(block, "index"));
    }
}

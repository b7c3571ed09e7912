package dev.byok.dialect;

import java.util.Arrays;

/**
 * Makes a tape of another one's values and of words between them: what is said in other words needs to be neither written
 * out nor read again. Values are taken over where they stand. What is said anew is ASCII, or text that is put together. For
 * one thread at a time.
 */
public final class TapeWriter {

    private static final int WORDS_SAID = 128;

    /** For new words, in bytes. */
    private static final int LEAST_ROOM = 512;

    private final JsonTape source;

    /** The other's text, and behind it the new words. */
    private final JsonText text;

    private final int brace;
    private final int bracket;

    /** What was said last of those with its hash, and where: the same few names are said of every message. */
    private final String[] said = new String[WORDS_SAID];

    private final int[] saidAt = new int[WORDS_SAID];
    private int[] tape;
    private int length;
    private int open = JsonTape.NONE;

    /** @param source what values are taken from; it must not be read anew meanwhile */
    public TapeWriter(JsonTape source) {
        this.source = source;
        this.text = JsonText.behind(source.bytes(), LEAST_ROOM + source.bytes().length / 8);
        this.brace = text.length();
        this.bracket = brace + 1;
        text.ascii("{[");
        this.tape = new int[source.length() + 64 * JsonTape.WORDS];
    }

    /** Returns what has been said; nothing more may be said after that. */
    public JsonTape tape() {
        return JsonTape.of(text, tape, length);
    }

    /** Begins an object, of which names and values are said in turns; returns its place, to {@link #end} it. */
    public int object() {
        return place(brace, brace + 1);
    }

    /** Begins an array; returns its place, to {@link #end} it. */
    public int array() {
        return place(bracket, bracket + 1);
    }

    public void end(int container) {
        tape[container + JsonTape.NEXT] = length;
    }

    /** Says a member's name. */
    public TapeWriter name(String ascii) {
        return text(ascii);
    }

    /** Says a text of ASCII without anything to escape. */
    public TapeWriter text(String ascii) {
        int slot = ascii.hashCode() & (WORDS_SAID - 1);
        if (!ascii.equals(said[slot])) {
            said[slot] = ascii;
            saidAt[slot] = text.length();
            text.ascii("\"").ascii(ascii).ascii("\"");
        }
        place(saidAt[slot], saidAt[slot] + ascii.length() + 2);
        return this;
    }

    /** Says {@code true}, {@code false}, {@code null} or a number. */
    public TapeWriter literal(String ascii) {
        int from = text.length();
        text.ascii(ascii);
        place(from, text.length());
        return this;
    }

    /** Says a value of the other tape. */
    public TapeWriter copy(int value) {
        int[] words = source.words();
        int end = source.behind(value);
        room(end - value);
        int shift = length - value;
        for (int at = value; at < end; at += JsonTape.WORDS) {
            int next = words[at + JsonTape.NEXT];
            tape[at + shift] = words[at];
            tape[at + shift + JsonTape.TO] = words[at + JsonTape.TO];
            tape[at + shift + JsonTape.NEXT] = next < 0 ? ~(~next + shift) : next + shift;
        }
        length += end - value;
        return this;
    }

    /** Begins a text that is put together in what is returned, without its quotes, until {@link #endText()}. */
    public JsonText beginText() {
        open = place(text.length(), text.length());
        return text.ascii("\"");
    }

    /** It may have escapes. */
    public void endText() {
        text.ascii("\"");
        tape[open + JsonTape.TO] = text.length();
        tape[open + JsonTape.NEXT] = ~length;
    }

    private int place(int from, int to) {
        room(JsonTape.WORDS);
        int place = length;
        tape[place] = from;
        tape[place + JsonTape.TO] = to;
        length += JsonTape.WORDS;
        tape[place + JsonTape.NEXT] = length;
        return place;
    }

    private void room(int more) {
        if (length + more > tape.length) {
            tape = Arrays.copyOf(tape, Math.max(2 * tape.length, length + more));
        }
    }
}

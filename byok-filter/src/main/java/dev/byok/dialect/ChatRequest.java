package dev.byok.dialect;

import java.util.function.UnaryOperator;

/**
 * A request of another dialect as a chat completion.
 *
 * @param chat the chat completion, with further members; empty where something cannot be said in one
 * @param unsayable the caller's name of what cannot; empty for nothing
 * @param malformed whether that is no request in the caller's own dialect either
 * @param unthought whether it wants thoughts, and goes on from a call that was made without any which are signed
 * @param names returns what a field of the chat completion, as in {@code messages[2].content[0].input_audio}, is called in
 *     the caller's own words
 */
public record ChatRequest(
        JsonTape chat, String unsayable, boolean malformed, boolean unthought, UnaryOperator<String> names) {

    /** Returns one that is sayable. */
    public static ChatRequest of(JsonTape chat, boolean unthought, UnaryOperator<String> names) {
        return new ChatRequest(chat, "", false, unthought, names);
    }

    /** Returns what became of a request that cannot be said. */
    public static ChatRequest unsayable(UnsayableException why) {
        return new ChatRequest(
                new JsonTape(), why.field(), why instanceof MalformedException, false, UnaryOperator.identity());
    }

    public boolean isSayable() {
        return unsayable.isEmpty();
    }
}

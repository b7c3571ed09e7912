package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.MalformedException;
import dev.byok.dialect.Members;
import dev.byok.dialect.TapeWriter;
import dev.byok.dialect.Words;
import java.util.Arrays;

/**
 * Writes a conversation as a list of chat messages. The results of calls, which Anthropic has inside a user's message, are
 * messages of their own, in front of what else the user says.
 */
final class Conversation {

    /** Where a message came from that is none of the caller's messages. */
    static final int SYSTEM = -1;

    private static final Words OF_MESSAGE = Words.of("role", "content");
    private static final int ROLE = OF_MESSAGE.place("role");
    private static final int CONTENT = OF_MESSAGE.place("content");
    private static final long ROLE_AND_CONTENT = OF_MESSAGE.some("role", "content");
    private static final Words OF_RESULT = Words.of("type", "tool_use_id", "content", "is_error", "cache_control");
    private static final Words OF_CALL = Words.of("type", "id", "name", "input", "cache_control", "caller");

    private final JsonTape tape;
    private final TapeWriter out;
    private final Members members;
    private final Blocks blocks;
    private int[] origins = new int[16];
    private int count;
    private boolean answering;
    private boolean unthought;

    Conversation(JsonTape tape, TapeWriter out) {
        this.tape = tape;
        this.out = out;
        this.members = new Members(tape, OF_MESSAGE);
        this.blocks = new Blocks(tape, out);
    }

    /** Returns of which of the caller's messages each is; valid when all is written. */
    int[] origins() {
        return Arrays.copyOf(origins, count);
    }

    /** Returns whether the answer under way, whose calls' results have come, began without a thought that is signed. */
    boolean endsUnthought() {
        return unthought;
    }

    void write(int system, int messages) {
        if (!tape.isArray(messages)) {
            throw new MalformedException("messages");
        }
        int said = out.array();
        if (!tape.isNull(system) && !tape.isEmpty(system)) {
            system(system, SYSTEM);
        }
        int index = 0;
        for (int message = tape.first(messages); message != JsonTape.NONE; message = tape.after(messages, message)) {
            message(message, index++);
        }
        out.end(said);
    }

    private void message(int message, int index) {
        members.read(message).only(ROLE_AND_CONTENT);
        int role = members.get(ROLE);
        int content = members.get(CONTENT);
        if (!tape.isText(content) && !tape.isArray(content)) {
            throw new MalformedException(tape.path(message, "content"));
        }
        if (tape.is(role, "user")) {
            user(content, index);
        } else if (tape.is(role, "assistant")) {
            assistant(content, index);
        } else if (tape.is(role, "system")) {
            system(content, index);
        } else {
            throw new MalformedException(tape.path(message, "role"));
        }
    }

    /** Returns the message's place. */
    private int begin(int origin, String role) {
        if (count == origins.length) {
            origins = Arrays.copyOf(origins, 2 * count);
        }
        origins[count++] = origin;
        int message = out.object();
        out.name("role").text(role);
        return message;
    }

    private void system(int content, int origin) {
        int message = begin(origin, "system");
        out.name("content");
        blocks.write(content, Blocks.Kind.TEXT);
        out.end(message);
    }

    private void user(int content, int origin) {
        boolean others = !tape.isArray(content);
        boolean results = false;
        for (int block = others ? JsonTape.NONE : tape.first(content);
                block != JsonTape.NONE;
                block = tape.after(content, block)) {
            if (tape.is(tape.member(block, "type"), "tool_result")) {
                result(block, origin);
                results = true;
            } else {
                others = true;
            }
        }
        answering &= results;
        unthought &= results;
        if (others) {
            int message = begin(origin, "user");
            out.name("content");
            blocks.write(content, Blocks.Kind.USER);
            out.end(message);
        }
    }

    private void result(int block, int origin) {
        Fields.only(tape, block, OF_RESULT);
        int id = tape.member(block, "tool_use_id");
        if (!tape.isText(id)) {
            throw new MalformedException(tape.path(block, "tool_use_id"));
        }
        int message = begin(origin, "tool");
        out.name("tool_call_id").copy(id).name("content");
        int content = tape.member(block, "content");
        if (tape.isNull(content)) {
            out.text("");
        } else {
            blocks.write(content, Blocks.Kind.RESULT);
        }
        if (tape.isTrue(tape.member(block, "is_error"))) {
            out.name("is_error").literal("true");
        }
        Fields.cacheControl(tape, tape.member(block, "cache_control"), out);
        out.end(message);
    }

    /** Whoever only thought, unsigned, has said nothing: an answer that ended before its first word. */
    private boolean saysNothing(int content) {
        boolean nothing = tape.isArray(content);
        for (int block = nothing ? tape.first(content) : JsonTape.NONE;
                nothing && block != JsonTape.NONE;
                block = tape.after(content, block)) {
            nothing = CarriedThought.isUnsigned(tape, block);
        }
        return nothing;
    }

    private void assistant(int content, int origin) {
        if (saysNothing(content)) {
            return;
        }
        int message = begin(origin, "assistant");
        out.name("content");
        blocks.write(content, Blocks.Kind.ASSISTANT);
        if (tape.isArray(content)) {
            calls(content);
            thoughts(content);
        }
        out.end(message);
    }

    private void calls(int content) {
        int calls = JsonTape.NONE;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            if (tape.is(tape.member(block, "type"), "tool_use")) {
                calls = calls == JsonTape.NONE ? out.name("tool_calls").array() : calls;
                call(block);
            }
        }
        if (!answering) {
            answering = true;
            unthought = calls != JsonTape.NONE && !Blocks.isSigned(tape, tape.first(content));
        }
        if (calls != JsonTape.NONE) {
            out.end(calls);
        }
    }

    private void call(int block) {
        Fields.only(tape, block, OF_CALL);
        int id = tape.member(block, "id");
        int name = tape.member(block, "name");
        int input = tape.member(block, "input");
        if (!tape.isText(id) || !tape.isText(name)) {
            throw new MalformedException(tape.path(block, tape.isText(id) ? "name" : "id"));
        }
        if (!tape.isObject(input)) {
            throw new MalformedException(tape.path(block, "input"));
        }
        int call = out.object();
        out.name("id").copy(id).name("type").text("function");
        int function = out.name("function").object();
        out.name("name").copy(name).name("arguments").beginText().innerCompact(tape, input);
        out.endText();
        out.end(function);
        Fields.cacheControl(tape, tape.member(block, "cache_control"), out);
        out.end(call);
    }

    /** Only what is signed: other thoughts came from somebody who does not want them back. */
    private void thoughts(int content) {
        int thoughts = JsonTape.NONE;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            if (Blocks.isSignedThought(tape, block)) {
                thoughts =
                        thoughts == JsonTape.NONE ? out.name("thinking_blocks").array() : thoughts;
                out.copy(block);
            }
        }
        if (thoughts != JsonTape.NONE) {
            out.end(thoughts);
        }
    }
}

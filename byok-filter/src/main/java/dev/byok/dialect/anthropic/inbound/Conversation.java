package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.MalformedException;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes a conversation as a list of chat messages. The results of calls, which Anthropic has inside a user's message, are
 * messages of their own, in front of what else the user says.
 */
final class Conversation {

    /** Where a message came from that is none of the caller's messages. */
    static final int SYSTEM = -1;

    private static final Set<String> OF_MESSAGE = Set.of("role", "content");
    private static final Set<String> OF_RESULT = Set.of("type", "tool_use_id", "content", "is_error", "cache_control");
    private static final Set<String> OF_CALL = Set.of("type", "id", "name", "input", "cache_control", "caller");

    private final JsonTape tape;
    private final JsonText out;
    private final Blocks blocks;
    private int[] origins = new int[16];
    private int count;
    private boolean answering;
    private boolean unthought;

    Conversation(JsonTape tape, JsonText out) {
        this.tape = tape;
        this.out = out;
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
        out.ascii("[");
        if (!tape.isNull(system) && !tape.isEmpty(system)) {
            system(system, "system", SYSTEM);
        }
        int index = 0;
        for (int message = tape.first(messages); message != JsonTape.NONE; message = tape.after(messages, message)) {
            message(message, index++);
        }
        out.ascii("]");
    }

    private void message(int message, int index) {
        String path = "messages[" + index + "]";
        if (!tape.isObject(message)) {
            throw new MalformedException(path);
        }
        Fields.only(tape, message, path, OF_MESSAGE);
        int role = tape.member(message, "role");
        int content = tape.member(message, "content");
        if (!tape.isText(content) && !tape.isArray(content)) {
            throw new MalformedException(path + ".content");
        }
        if (tape.is(role, "user")) {
            user(content, path, index);
        } else if (tape.is(role, "assistant")) {
            assistant(content, path, index);
        } else if (tape.is(role, "system")) {
            system(content, path + ".content", index);
        } else {
            throw new MalformedException(path + ".role");
        }
    }

    private void begin(int origin, String role) {
        if (count == origins.length) {
            origins = Arrays.copyOf(origins, 2 * count);
        }
        out.ascii(count == 0 ? "{\"role\":\"" : ",{\"role\":\"").ascii(role).ascii("\"");
        origins[count++] = origin;
    }

    private void system(int content, String path, int origin) {
        begin(origin, "system");
        out.ascii(",\"content\":");
        blocks.write(content, path, Blocks.Kind.TEXT);
        out.ascii("}");
    }

    private void user(int content, String path, int origin) {
        boolean others = !tape.isArray(content);
        boolean results = false;
        for (int block = others ? JsonTape.NONE : tape.first(content), index = 0;
                block != JsonTape.NONE;
                block = tape.after(content, block), index++) {
            if (tape.is(tape.member(block, "type"), "tool_result")) {
                result(block, path + ".content[" + index + "]", origin);
                results = true;
            } else {
                others = true;
            }
        }
        answering &= results;
        unthought &= results;
        if (others) {
            begin(origin, "user");
            out.ascii(",\"content\":");
            blocks.write(content, path + ".content", Blocks.Kind.USER);
            out.ascii("}");
        }
    }

    private void result(int block, String path, int origin) {
        Fields.only(tape, block, path, OF_RESULT);
        int id = tape.member(block, "tool_use_id");
        if (!tape.isText(id)) {
            throw new MalformedException(path + ".tool_use_id");
        }
        begin(origin, "tool");
        out.ascii(",\"tool_call_id\":").raw(tape, id).ascii(",\"content\":");
        int content = tape.member(block, "content");
        if (tape.isNull(content)) {
            out.ascii("\"\"");
        } else {
            blocks.write(content, path + ".content", Blocks.Kind.RESULT);
        }
        if (tape.isTrue(tape.member(block, "is_error"))) {
            out.ascii(",\"is_error\":true");
        }
        Fields.cacheControl(tape, block, out);
        out.ascii("}");
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

    private void assistant(int content, String path, int origin) {
        if (saysNothing(content)) {
            return;
        }
        begin(origin, "assistant");
        out.ascii(",\"content\":");
        blocks.write(content, path + ".content", Blocks.Kind.ASSISTANT);
        if (tape.isArray(content)) {
            calls(content, path);
            thoughts(content);
        }
        out.ascii("}");
    }

    private void calls(int content, String path) {
        String separator = ",\"tool_calls\":[";
        boolean any = false;
        for (int block = tape.first(content), index = 0;
                block != JsonTape.NONE;
                block = tape.after(content, block), index++) {
            if (tape.is(tape.member(block, "type"), "tool_use")) {
                out.ascii(separator);
                call(block, path + ".content[" + index + "]");
                separator = ",";
                any = true;
            }
        }
        out.ascii(any ? "]" : "");
        if (!answering) {
            answering = true;
            unthought = any && !Blocks.isSigned(tape, tape.first(content));
        }
    }

    private void call(int block, String path) {
        Fields.only(tape, block, path, OF_CALL);
        int id = tape.member(block, "id");
        int name = tape.member(block, "name");
        int input = tape.member(block, "input");
        if (!tape.isText(id) || !tape.isText(name)) {
            throw new MalformedException(path + (tape.isText(id) ? ".name" : ".id"));
        }
        if (!tape.isObject(input)) {
            throw new MalformedException(path + ".input");
        }
        out.ascii("{\"id\":").raw(tape, id).ascii(",\"type\":\"function\",\"function\":{\"name\":");
        out.raw(tape, name).ascii(",\"arguments\":").quotedCompact(tape, input).ascii("}");
        Fields.cacheControl(tape, block, out);
        out.ascii("}");
    }

    /** Only what is signed: other thoughts came from somebody who does not want them back. */
    private void thoughts(int content) {
        String separator = ",\"thinking_blocks\":[";
        boolean any = false;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            if (Blocks.isSignedThought(tape, block)) {
                out.ascii(separator).raw(tape, block);
                separator = ",";
                any = true;
            }
        }
        out.ascii(any ? "]" : "");
    }
}

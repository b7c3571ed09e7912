package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.anthropic.CallId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one stream. OpenAI's may come in turns, Anthropic's one after the other: the first that is open is passed
 * on as it comes, the others wait until it is over, which is known when something else begins or the answer ends.
 */
final class CallBlocks {

    private final JsonTape tape;
    private final MessageEvents events;
    private final List<Call> calls = new ArrayList<>(2);
    private @Nullable Call open;
    private boolean any;

    private static final class Call {

        private final long index;
        private final String id;
        private final byte[] name;
        private final JsonText waiting = new JsonText(64);
        private boolean over;

        Call(long index, String id, byte[] name) {
            this.index = index;
            this.id = id;
            this.name = name;
        }
    }

    CallBlocks(JsonTape tape, MessageEvents events) {
        this.tape = tape;
        this.events = events;
    }

    /** Returns whether any call has come. */
    boolean any() {
        return any;
    }

    /** Returns whether one is passed on at the moment. */
    boolean isOpen() {
        return open != null;
    }

    /**
     * Takes a piece of a call.
     *
     * @return false if nobody can tell what it belongs to
     */
    boolean piece(int piece) {
        int function = tape.member(piece, "function");
        int name = tape.member(function, "name");
        int id = tape.member(piece, "id");
        boolean named = tape.isText(name) && !tape.isEmpty(name);
        Call call = find(piece, id, named);
        if (call == null && named) {
            call = begin(piece, id, name);
        }
        if (call == null) {
            return false;
        }
        int arguments = tape.member(function, "arguments");
        if (!tape.isText(arguments) || tape.isEmpty(arguments)) {
            return true;
        }
        if (call.over) {
            return false;
        }
        if (call == open) {
            events.delta()
                    .ascii("\"type\":\"input_json_delta\",\"partial_json\":")
                    .raw(tape, arguments);
            events.endEvent();
        } else {
            call.waiting.inner(tape, arguments);
        }
        return true;
    }

    /** Some providers count calls wrongly, or not at all: one with another id and a name of its own is another call. */
    private @Nullable Call find(int piece, int id, boolean named) {
        int index = tape.member(piece, "index");
        Call found = null;
        for (Call call : calls) {
            if (!tape.isNumber(index) || call.index == tape.count(index)) {
                found = call;
            }
        }
        boolean another = found != null && named && tape.isText(id) && !tape.isEmpty(id) && !isId(found, id);
        return another ? null : found;
    }

    private boolean isId(Call call, int id) {
        return call.id.equals(CallId.plain(tape.text(id)));
    }

    private Call begin(int piece, int id, int name) {
        boolean known = tape.isText(id) && !tape.isEmpty(id);
        Call call = new Call(
                tape.count(tape.member(piece, "index")),
                known ? CallId.plain(tape.text(id)) : MessageHead.fresh("toolu_"),
                Arrays.copyOfRange(tape.bytes(), tape.from(name), tape.to(name)));
        any = true;
        calls.add(call);
        if (open == null) {
            open(call);
        }
        return call;
    }

    private void open(Call call) {
        open = call;
        events.beginBlock()
                .ascii("\"type\":\"tool_use\",\"id\":\"")
                .ascii(call.id)
                .ascii("\",\"name\":")
                .raw(call.name, 0, call.name.length)
                .ascii(",\"input\":{}");
        events.endEvent();
    }

    /** Ends the call that is open and says all that wait. */
    void endAll() {
        for (Call call : calls) {
            if (call.over) {
                continue;
            }
            if (call != open) {
                open(call);
            }
            if (call.waiting.length() > 0) {
                events.delta()
                        .ascii("\"type\":\"input_json_delta\",\"partial_json\":\"")
                        .raw(call.waiting.bytes(), 0, call.waiting.length())
                        .ascii("\"");
                events.endEvent();
                call.waiting.clear();
            }
            events.endBlock();
            call.over = true;
        }
        open = null;
    }
}

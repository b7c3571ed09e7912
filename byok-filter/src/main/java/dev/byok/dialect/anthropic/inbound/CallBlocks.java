package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.anthropic.CallId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one stream. OpenAI's may come in turns, Anthropic's one after the other: the first that is open is passed
 * on as it comes, the others wait until it is over, which is known when something else begins or the answer ends. One whose
 * name has not come yet waits, too.
 */
final class CallBlocks {

    private static final long UNCOUNTED = -1;

    private final JsonTape tape;
    private final MessageEvents events;
    private final String provider;
    private final List<Call> calls = new ArrayList<>(2);
    private @Nullable Call open;
    private boolean any;
    private boolean lost;

    private static final class Call {

        private final long index;
        private final boolean identified;
        private final String id;
        private final JsonText waiting = new JsonText(64);
        private final ObjectEnd end = new ObjectEnd();
        private byte @Nullable [] name;
        private @Nullable String carried;
        private boolean over;

        Call(long index, @Nullable String id) {
            this.index = index;
            this.identified = id != null;
            this.id = id == null ? MessageHead.fresh("toolu_") : id;
        }
    }

    /** @param provider who wants back what stands beside its calls; empty for nobody */
    CallBlocks(JsonTape tape, MessageEvents events, String provider) {
        this.tape = tape;
        this.events = events;
        this.provider = provider;
    }

    /** Returns whether any call has come. */
    boolean any() {
        return any;
    }

    /** Returns whether one has ended before its name came. */
    boolean isLost() {
        return lost;
    }

    /**
     * Takes a piece of a call.
     *
     * @return false if nobody can tell what it belongs to
     */
    boolean piece(int piece) {
        int function = tape.member(piece, "function");
        int name = said(tape.member(function, "name"));
        int id = said(tape.member(piece, "id"));
        int arguments = said(tape.member(function, "arguments"));
        Call call = find(piece, id, name, arguments);
        if (call == null) {
            if (id == JsonTape.NONE && name == JsonTape.NONE) {
                return arguments == JsonTape.NONE;
            }
            call = begin(piece, id);
        }
        if (call.name == null && name != JsonTape.NONE) {
            call.name = Arrays.copyOfRange(tape.bytes(), tape.from(name), tape.to(name));
        }
        any |= call.name != null;
        int extra = tape.member(piece, "extra_content");
        if (!provider.isEmpty() && tape.isObject(extra) && !tape.isEmpty(extra)) {
            call.carried = CarriedThought.ofCall(provider, call.id, tape, extra);
            if (call.over && open == null) {
                carry(call);
            }
        }
        if (open == null && call == firstUnended()) {
            open(call);
        }
        return arguments == JsonTape.NONE || argue(call, arguments);
    }

    /** Returns a text; nothing where it says nothing. */
    private int said(int text) {
        return tape.isText(text) && !tape.isEmpty(text) ? text : JsonTape.NONE;
    }

    private boolean argue(Call call, int arguments) {
        if (call.over) {
            return false;
        }
        if (!call.identified) {
            call.end.read(tape.unescaped(arguments));
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

    /** Returns what a piece goes on with; null where it begins a call of its own. */
    private @Nullable Call find(int piece, int id, int name, int arguments) {
        int index = tape.member(piece, "index");
        boolean counted = tape.isNumber(index);
        Call last = null;
        for (Call call : calls) {
            if (!counted || call.index == tape.count(index)) {
                last = call;
                if (id != JsonTape.NONE && isId(call, id)) {
                    return call;
                }
            }
        }
        return last == null || isAnother(last, counted, id, name, arguments) ? null : last;
    }

    /** Some providers count calls wrongly, or not at all, and some give them no ids. */
    private boolean isAnother(Call call, boolean counted, int id, int name, int arguments) {
        if (id != JsonTape.NONE && (name != JsonTape.NONE || (!counted && call.identified))) {
            return true;
        }
        if (name == JsonTape.NONE || call.name == null || (counted && call.identified)) {
            return false;
        }
        boolean renamed = !Arrays.equals(call.name, 0, call.name.length, tape.bytes(), tape.from(name), tape.to(name));
        return renamed || (arguments != JsonTape.NONE && call.end.isReached());
    }

    private boolean isId(Call call, int id) {
        return call.id.equals(CallId.plain(tape.text(id)));
    }

    private Call begin(int piece, int id) {
        int index = tape.member(piece, "index");
        Call call = new Call(
                tape.isNumber(index) ? tape.count(index) : UNCOUNTED,
                id == JsonTape.NONE ? null : CallId.plain(tape.text(id)));
        calls.add(call);
        return call;
    }

    private @Nullable Call firstUnended() {
        for (Call call : calls) {
            if (!call.over) {
                return call;
            }
        }
        return null;
    }

    private void open(Call call) {
        byte[] name = call.name;
        if (name == null) {
            return;
        }
        open = call;
        carry(call);
        events.beginBlock()
                .ascii("\"type\":\"tool_use\",\"id\":\"")
                .ascii(call.id)
                .ascii("\",\"name\":")
                .raw(name, 0, name.length)
                .ascii(",\"input\":{}");
        events.endEvent();
        if (call.waiting.length() > 0) {
            events.delta()
                    .ascii("\"type\":\"input_json_delta\",\"partial_json\":\"")
                    .raw(call.waiting.bytes(), 0, call.waiting.length())
                    .ascii("\"");
            events.endEvent();
            call.waiting.clear();
        }
    }

    /** What came beside a call goes in front of it where it came in time, else behind it. */
    private void carry(Call call) {
        String carried = call.carried;
        if (carried != null) {
            events.beginBlock().ascii("\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"");
            events.endEvent();
            events.sign(carried);
            events.endBlock();
            call.carried = null;
        }
    }

    /** Ends the call that is open and says all that wait. */
    void endAll() {
        for (Call call : calls) {
            if (call.over) {
                carry(call);
                continue;
            }
            if (call != open) {
                open(call);
            }
            if (call == open) {
                end(call);
            } else {
                lost |= call.waiting.length() > 0;
            }
            call.over = true;
        }
        open = null;
    }

    private void end(Call call) {
        events.endBlock();
        carry(call);
    }
}

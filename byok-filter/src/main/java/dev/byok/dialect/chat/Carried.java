package dev.byok.dialect.chat;

import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What providers want back with a conversation, each at its place in what is written for all: only who it came from gets it,
 * since others refuse what they do not know.
 */
final class Carried {

    private final JsonTape tape;
    private final List<Insert> inserts = new ArrayList<>(2);

    /**
     * Something for one provider.
     *
     * @param at where it belongs in what is written for all
     * @param json one or more members, each with a comma in front
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Insert(int at, String provider, byte[] json) {}

    /** Of one message: its thoughts by who thought them, each a JSON text without its last quote, and what is by calls. */
    record OfMessage(Map<String, JsonText> thoughts, Map<String, CarriedThought> calls) {

        static final OfMessage NOTHING = new OfMessage(Map.of(), Map.of());
    }

    Carried(JsonTape tape) {
        this.tape = tape;
    }

    /** Returns all that was found, in the order of its places. */
    List<Insert> inserts() {
        return inserts;
    }

    /**
     * Returns what an assistant's message carries; null where others of its thoughts are signed.
     *
     * @param thoughts its {@code thinking_blocks}
     */
    @Nullable
    OfMessage of(int thoughts) {
        if (!tape.isArray(thoughts) || tape.isEmpty(thoughts)) {
            return OfMessage.NOTHING;
        }
        OfMessage found = new OfMessage(new LinkedHashMap<>(), new HashMap<>());
        boolean others = false;
        for (int block = tape.first(thoughts); block != JsonTape.NONE; block = tape.after(thoughts, block)) {
            if (CarriedThought.isIn(tape, block)) {
                add(block, found);
            } else {
                others = true;
            }
        }
        return others ? null : found;
    }

    private void add(int block, OfMessage found) {
        CarriedThought carried = CarriedThought.of(tape, block);
        String member = carried == null ? null : carried.member();
        if (carried != null && carried.call() != null) {
            found.calls().put(carried.call(), carried);
        } else if (carried != null && member != null) {
            JsonText text = found.thoughts().computeIfAbsent(carried.provider(), provider -> new JsonText(256)
                    .ascii(",\"")
                    .ascii(member)
                    .ascii("\":\""));
            int thought = tape.member(block, "thinking");
            if (tape.isText(thought)) {
                text.inner(tape, thought);
            }
        }
    }

    /** Notes the thoughts of a message that is written but for its last bracket. */
    void thoughts(OfMessage message, int at) {
        message.thoughts()
                .forEach((provider, text) ->
                        inserts.add(new Insert(at, provider, text.ascii("\"").toByteArray())));
    }

    /** Notes what belongs to a call that is written but for its last bracket: to one of those that have its id. */
    void call(OfMessage message, int id, int at) {
        CarriedThought carried = message.calls().isEmpty() || !tape.isText(id)
                ? null
                : message.calls().remove(tape.text(id));
        if (carried != null) {
            byte[] extra = carried.extra();
            byte[] json = new JsonText(extra.length + 20)
                    .ascii(",\"extra_content\":")
                    .raw(extra, 0, extra.length)
                    .toByteArray();
            inserts.add(new Insert(at, carried.provider(), json));
        }
    }
}

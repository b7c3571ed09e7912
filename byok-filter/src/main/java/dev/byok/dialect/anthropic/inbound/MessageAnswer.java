package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.Usage;
import dev.byok.dialect.anthropic.CallId;
import org.jspecify.annotations.Nullable;

/** Says a whole chat completion as Anthropic does. */
final class MessageAnswer {

    private final JsonTape tape = new JsonTape();
    private final JsonText out;
    private final String provider;
    private String separator = "";

    private MessageAnswer(int length, String provider) {
        this.out = new JsonText(length + 512);
        this.provider = provider;
    }

    /**
     * Returns the answer; null where the JSON is no chat completion.
     *
     * @param provider who wants back what Anthropic has no place for; empty for nobody
     */
    static byte @Nullable [] translated(byte[] json, String provider) {
        return new MessageAnswer(json.length, provider).read(json);
    }

    private byte @Nullable [] read(byte[] json) {
        if (!tape.read(json, 0, json.length)) {
            return null;
        }
        int choices = tape.member(JsonTape.ROOT, "choices");
        int choice = tape.isArray(choices) ? tape.first(choices) : JsonTape.NONE;
        int message = tape.member(choice, "message");
        int finish = tape.member(choice, "finish_reason");
        if (choice == JsonTape.NONE || (!tape.isObject(message) && !tape.isText(finish))) {
            return null;
        }
        out.ascii("{");
        MessageHead.write(tape, out);
        out.ascii(",\"content\":[");
        thoughts(message);
        int content = tape.member(message, "content");
        if (tape.isArray(content)) {
            parts(content);
        } else {
            say(content);
        }
        int refusal = tape.member(message, "refusal");
        say(refusal);
        int calls = tape.member(message, "tool_calls");
        boolean called = tape.isArray(calls) && !tape.isEmpty(calls);
        if (called && !calls(calls, tape.is(finish, "length"))) {
            return null;
        }
        boolean refused = tape.isText(refusal) && !tape.isEmpty(refusal);
        int sequence = tape.member(choice, "stop_sequence");
        out.ascii("],\"stop_reason\":\"").ascii(StopReasons.of(tape, finish, sequence, called, refused));
        out.ascii("\",\"stop_sequence\":");
        if (tape.isText(sequence) && !tape.isEmpty(sequence)) {
            out.raw(tape, sequence);
        } else {
            out.ascii("null");
        }
        out.ascii(",\"usage\":");
        int usage = tape.member(JsonTape.ROOT, "usage");
        MessageUsage.write(tape.isObject(usage) ? Usage.of(tape, usage) : null, out);
        return out.ascii("}").toByteArray();
    }

    private void thoughts(int message) {
        int blocks = tape.member(message, "thinking_blocks");
        if (tape.isArray(blocks) && !tape.isEmpty(blocks)) {
            for (int block = tape.first(blocks); block != JsonTape.NONE; block = tape.after(blocks, block)) {
                begin().raw(tape, block);
            }
            return;
        }
        int thought = tape.member(message, "reasoning_content");
        if (tape.isText(thought)) {
            think(thought, "reasoning_content");
        } else {
            think(tape.member(message, "reasoning"), "reasoning");
        }
    }

    private JsonText begin() {
        out.ascii(separator);
        separator = ",";
        return out;
    }

    /** @param member where it came, and is wanted back; empty for nowhere */
    private void think(int text, String member) {
        if (tape.isText(text) && !tape.isEmpty(text)) {
            boolean wanted = !provider.isEmpty() && !member.isEmpty();
            begin().ascii("{\"type\":\"thinking\",\"thinking\":").raw(tape, text);
            out.ascii(",\"signature\":\"")
                    .ascii(wanted ? CarriedThought.ofText(provider, member) : "")
                    .ascii("\"}");
        }
    }

    /** What stands beside a call goes in front of it. */
    private void carry(int extra, String id) {
        if (!provider.isEmpty() && tape.isObject(extra) && !tape.isEmpty(extra)) {
            begin().ascii("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"")
                    .ascii(CarriedThought.ofCall(provider, id, tape, extra))
                    .ascii("\"}");
        }
    }

    private void say(int text) {
        if (tape.isText(text) && !tape.isEmpty(text)) {
            begin().ascii("{\"type\":\"text\",\"text\":").raw(tape, text).ascii("}");
        }
    }

    private void parts(int content) {
        for (int part = tape.first(content); part != JsonTape.NONE; part = tape.after(content, part)) {
            int thinking = tape.member(part, "thinking");
            if (tape.isArray(thinking)) {
                for (int each = tape.first(thinking); each != JsonTape.NONE; each = tape.after(thinking, each)) {
                    think(tape.member(each, "text"), "");
                }
            } else {
                say(tape.member(part, "text"));
            }
        }
    }

    /**
     * Writes the calls.
     *
     * @param cut whether the answer was too long, so that the last call may lack its end
     * @return false if one is of no use: its arguments are no object
     */
    private boolean calls(int calls, boolean cut) {
        for (int call = tape.first(calls); call != JsonTape.NONE; call = tape.after(calls, call)) {
            int function = tape.member(call, "function");
            int name = tape.member(function, "name");
            if (!tape.isText(name)) {
                return false;
            }
            int given = tape.member(call, "id");
            boolean known = tape.isText(given) && !tape.isEmpty(given);
            String id = known ? CallId.plain(tape.text(given)) : MessageHead.fresh("toolu_");
            carry(tape.member(call, "extra_content"), id);
            begin().ascii("{\"type\":\"tool_use\",\"id\":\"").ascii(id);
            out.ascii("\",\"name\":").raw(tape, name).ascii(",\"input\":");
            if (!input(tape.member(function, "arguments"), cut)) {
                return false;
            }
            out.ascii("}");
        }
        return true;
    }

    private boolean input(int arguments, boolean cut) {
        if (tape.isObject(arguments)) {
            out.raw(tape, arguments);
            return true;
        }
        byte[] json = tape.isText(arguments) ? tape.unescaped(arguments) : new byte[0];
        JsonTape inner = new JsonTape();
        if (json.length > 0 && inner.read(json, 0, json.length) && inner.isObject(JsonTape.ROOT)) {
            out.raw(inner, JsonTape.ROOT);
            return true;
        }
        out.ascii("{}");
        return json.length == 0 || cut;
    }
}

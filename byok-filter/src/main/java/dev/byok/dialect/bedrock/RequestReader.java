package dev.byok.dialect.bedrock;

import dev.byok.dialect.ChatFields;
import dev.byok.dialect.ChatFields.Reasoning;
import dev.byok.dialect.ClosedSchema;
import dev.byok.dialect.ClosedSchema.Form;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.WrittenThinking;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion's fields into Converse's. What has no counterpart is unsayable, but for what changes nothing.
 */
final class RequestReader {

    private static final String JSON_ONLY =
            "Reply with one JSON object only: no other text, and no code fence around it.";

    private final JsonTape tape;
    private final JsonText out;
    private final ChatFields fields;
    private @Nullable String blankStop;

    private RequestReader(JsonTape tape) {
        this.tape = tape;
        this.out = JsonText.ofRequest(tape.textLength() + tape.textLength() / 8 + 256);
        this.fields = new ChatFields(tape);
    }

    static ConverseRequest read(JsonTape chat, @Nullable Integer mostTokens) {
        try {
            return new RequestReader(chat).request(mostTokens == null ? Integer.MAX_VALUE : mostTokens);
        } catch (UnsayableException unsayable) {
            return ConverseRequest.unsayable(unsayable.field());
        }
    }

    private ConverseRequest request(int mostTokens) {
        fields.refuseOthers();
        int format = field("response_format");
        byte[] schema = schema(format);
        Messages messages = new Messages(tape, out);
        messages.write(field("messages"), tape.is(tape.member(format, "type"), "json_object") ? JSON_ONLY : null);
        Tools tools = new Tools(tape);
        ToolUse use =
                tools.read(field("tools"), field("tool_choice"), field("parallel_tool_calls"), messages.holdsCalls());
        int conversation = out.length();
        user();
        serviceTier();
        Wishes wishes = wishes(mostTokens, messages.endsUnthought());
        return new ConverseRequest(
                null,
                messages.onlySome(blankStop, tools.cached()),
                wishes,
                use,
                schema,
                out.toByteArray(),
                conversation);
    }

    private int field(String name) {
        return tape.member(JsonTape.ROOT, name);
    }

    private Wishes wishes(int mostTokens, boolean unthought) {
        String maxTokens = maxTokens();
        String temperature = upToOne("temperature");
        String topP = upToOne("top_p");
        int topKField = field("top_k");
        String topK = tape.isNull(topKField) ? null : String.valueOf(positive("top_k", topKField));
        String stops = stops();
        Reasoning reasoning = fields.reasoning();
        return new Wishes(
                mostTokens,
                maxTokens,
                temperature,
                topP,
                topK,
                stops,
                reasoning.effort(),
                reasoning.field(),
                reasoning.budget(),
                WrittenThinking.of(tape),
                unthought);
    }

    private long positive(String name, int value) {
        long count = tape.isNumber(value) ? tape.count(value) : 0;
        if (count <= 0 || count > Integer.MAX_VALUE) {
            throw new UnsayableException(name);
        }
        return count;
    }

    private @Nullable String maxTokens() {
        String name = tape.isNull(field("max_completion_tokens")) ? "max_tokens" : "max_completion_tokens";
        int value = field(name);
        return tape.isNull(value) ? null : String.valueOf(positive(name, value));
    }

    /** OpenAI's temperature goes to 2. */
    private @Nullable String upToOne(String name) {
        int value = field(name);
        if (tape.isNull(value)) {
            return null;
        }
        double number = tape.isNumber(value) ? Double.parseDouble(tape.raw(value)) : -1;
        if (number < 0 || number > 1) {
            throw new UnsayableException(name);
        }
        return tape.raw(value);
    }

    private @Nullable String stops() {
        int stop = field("stop");
        if (tape.isNull(stop) || (tape.isArray(stop) && tape.isEmpty(stop))) {
            return null;
        }
        if (tape.isText(stop)) {
            return "[" + stop(stop) + "]";
        }
        if (!tape.isArray(stop)) {
            throw new UnsayableException("stop");
        }
        StringBuilder stops = new StringBuilder("[");
        for (int each = tape.first(stop); each != JsonTape.NONE; each = tape.after(stop, each)) {
            stops.append(each == tape.first(stop) ? "" : ",").append(stop(each));
        }
        return stops.append(']').toString();
    }

    private String stop(int text) {
        if (!tape.isText(text) || tape.isEmpty(text)) {
            throw new UnsayableException(tape.path(text));
        }
        if (blankStop == null && tape.text(text).isBlank()) {
            blankStop = tape.path(text);
        }
        return tape.raw(text);
    }

    private void user() {
        String user = fields.userHash();
        if (user != null) {
            out.ascii(",\"requestMetadata\":{\"user\":\"").ascii(user).ascii("\"}");
        }
    }

    private void serviceTier() {
        int tier = field("service_tier");
        if (tape.isNull(tier) || tape.is(tier, "auto")) {
            return;
        }
        String said = tape.is(tier, "standard_only") ? "default" : tape.isText(tier) ? tape.text(tier) : "";
        if (!Set.of("default", "flex", "priority", "reserved").contains(said)) {
            throw new UnsayableException("service_tier");
        }
        out.ascii(",\"serviceTier\":{\"type\":\"").ascii(said).ascii("\"}");
    }

    /** A schema travels as a text. */
    private byte @Nullable [] schema(int format) {
        int type = tape.member(format, "type");
        if (tape.isNull(format) || tape.is(type, "text") || tape.is(type, "json_object")) {
            return null;
        }
        int named = tape.member(format, "json_schema");
        int schema = tape.member(named, "schema");
        if (!tape.is(type, "json_schema") || !tape.isObject(schema)) {
            throw new UnsayableException("response_format");
        }
        JsonText written = new JsonText(tape.to(schema) - tape.from(schema) + 64);
        ClosedSchema.write(tape, schema, Form.WITHOUT_BOUNDS, written);
        JsonTape rewritten = new JsonTape();
        rewritten.read(written.bytes(), 0, written.length());
        JsonText text = new JsonText(written.length() * 2);
        text.ascii("\"schema\":").quotedCompact(rewritten, JsonTape.ROOT);
        for (String member : new String[] {"name", "description"}) {
            int value = tape.member(named, member);
            if (tape.isText(value) && !tape.isEmpty(value)) {
                text.ascii(",\"").ascii(member).ascii("\":").raw(tape, value);
            }
        }
        return text.toByteArray();
    }
}

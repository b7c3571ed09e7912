package dev.byok.dialect.anthropic;

import dev.byok.dialect.ChatFields;
import dev.byok.dialect.ChatFields.Reasoning;
import dev.byok.dialect.ClosedSchema;
import dev.byok.dialect.ClosedSchema.Form;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.WrittenThinking;
import dev.byok.dialect.WrittenThinking.Kind;
import dev.byok.dialect.anthropic.AnthropicRequest.Sampling;
import dev.byok.dialect.anthropic.AnthropicRequest.Thoughts;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion's fields into Anthropic's. What has no counterpart is unsayable, but for what changes nothing.
 */
final class RequestReader {

    private static final String JSON_ONLY =
            "Reply with one JSON object only: no other text, and no code fence around it.";

    private final JsonTape tape;
    private final JsonText out;
    private final ChatFields fields;

    private RequestReader(JsonTape tape) {
        this.tape = tape;
        this.out = JsonText.ofRequest(tape.textLength() + tape.textLength() / 8 + 256);
        this.fields = new ChatFields(tape);
    }

    static AnthropicRequest read(JsonTape chat, int mostTokens) {
        try {
            return new RequestReader(chat).request(mostTokens);
        } catch (UnsayableException unsayable) {
            return AnthropicRequest.unsayable(unsayable.field());
        }
    }

    private AnthropicRequest request(int mostTokens) {
        fields.refuseOthers();
        int format = field("response_format");
        byte[] schema = schema(format);
        Messages messages = new Messages(tape, out);
        messages.write(field("messages"), tape.is(tape.member(format, "type"), "json_object") ? JSON_ONLY : null);
        boolean forced = new Tools(tape, out).write(field("tools"), field("tool_choice"), field("parallel_tool_calls"));
        if (tape.isTrue(field("stream"))) {
            out.ascii(",\"stream\":true");
        }
        stop();
        user();
        serviceTier();
        int cacheControl = field("cache_control");
        if (!tape.isNull(cacheControl)) {
            out.ascii(",\"cache_control\":").raw(tape, cacheControl);
        }
        out.ascii("}");
        return new AnthropicRequest(
                null,
                mostTokens,
                new Sampling(maxTokens(), temperature(), number("top_p"), number("top_k")),
                thoughts(forced, messages.endsUnthought()),
                schema,
                out.toByteArray());
    }

    private int field(String name) {
        return tape.member(JsonTape.ROOT, name);
    }

    private @Nullable String number(String name) {
        int value = field(name);
        if (tape.isNull(value)) {
            return null;
        }
        if (!tape.isNumber(value)) {
            throw new UnsayableException(name);
        }
        return tape.raw(value);
    }

    private @Nullable String maxTokens() {
        String name = tape.isNull(field("max_completion_tokens")) ? "max_tokens" : "max_completion_tokens";
        String number = number(name);
        if (number != null && tape.count(field(name)) <= 0) {
            throw new UnsayableException(name);
        }
        return number;
    }

    /** OpenAI's goes to 2. */
    private @Nullable String temperature() {
        String number = number("temperature");
        if (number != null && Double.parseDouble(number) > 1) {
            throw new UnsayableException("temperature");
        }
        return number;
    }

    private void stop() {
        int stop = field("stop");
        if (tape.isNull(stop) || (tape.isArray(stop) && tape.isEmpty(stop))) {
            return;
        }
        out.ascii(",\"stop_sequences\":[");
        if (tape.isText(stop)) {
            stop(stop);
        } else if (tape.isArray(stop)) {
            for (int each = tape.first(stop); each != JsonTape.NONE; each = tape.after(stop, each)) {
                out.ascii(each == tape.first(stop) ? "" : ",");
                stop(each);
            }
        } else {
            throw new UnsayableException("stop");
        }
        out.ascii("]");
    }

    /** White space alone is refused. */
    private void stop(int text) {
        if (!tape.isText(text) || tape.text(text).isBlank()) {
            throw new UnsayableException(tape.path(text));
        }
        out.raw(tape, text);
    }

    private void user() {
        String user = fields.userHash();
        if (user != null) {
            out.ascii(",\"metadata\":{\"user_id\":\"").ascii(user).ascii("\"}");
        }
    }

    private void serviceTier() {
        int tier = field("service_tier");
        if (tape.is(tier, "default") || tape.is(tier, "standard_only")) {
            out.ascii(",\"service_tier\":\"standard_only\"");
        } else if (!tape.isNull(tier) && !tape.is(tier, "auto")) {
            throw new UnsayableException("service_tier");
        }
    }

    private byte @Nullable [] schema(int format) {
        if (tape.isNull(format) || tape.is(tape.member(format, "type"), "text")) {
            return null;
        }
        int type = tape.member(format, "type");
        if (tape.is(type, "json_object")) {
            return null;
        }
        int schema = tape.member(tape.member(format, "json_schema"), "schema");
        if (!tape.is(type, "json_schema") || !tape.isObject(schema)) {
            throw new UnsayableException("response_format");
        }
        JsonText text = new JsonText(tape.to(schema) - tape.from(schema) + 64);
        ClosedSchema.write(tape, schema, Form.WITHOUT_BOUNDS, text);
        return text.toByteArray();
    }

    private Thoughts thoughts(boolean forced, boolean unthought) {
        WrittenThinking written = WrittenThinking.of(tape);
        Reasoning reasoning = fields.reasoning();
        return new Thoughts(
                reasoning.effort(),
                written.said() ? "thinking" : reasoning.field(),
                reasoning.budget(),
                written,
                forced,
                unthought && (!written.said() || written.kind() == Kind.ENABLED));
    }
}

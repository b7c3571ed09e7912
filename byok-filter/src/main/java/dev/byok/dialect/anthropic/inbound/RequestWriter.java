package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.ChatRequest;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.MalformedException;
import dev.byok.dialect.TapeWriter;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;

/**
 * Writes a request of Anthropic's as a chat completion. What OpenAI has no word for and another provider may have stays in
 * Anthropic's ({@code thinking}, {@code output_config.effort}, {@code thinking_blocks}, {@code top_k},
 * {@code cache_control}, {@code is_error}); what only Anthropic can do is unsayable. Who asks ({@code metadata}) and in
 * which of Anthropic's tiers is Anthropic's alone, and changes no answer.
 */
final class RequestWriter {

    private static final Words KNOWN = Words.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "output_format",
            "metadata",
            "service_tier",
            "cache_control",
            "context_management");

    private static final Words OF_OUTPUT_CONFIG = Words.of("effort", "format");
    private static final Words OF_FORMAT = Words.of("type", "schema");

    private final JsonTape tape;
    private final TapeWriter out;

    private RequestWriter(JsonTape tape) {
        this.tape = tape;
        this.out = new TapeWriter(tape);
    }

    static ChatRequest write(JsonTape body) {
        try {
            return new RequestWriter(body).request();
        } catch (UnsayableException unsayable) {
            return ChatRequest.unsayable(unsayable);
        }
    }

    private ChatRequest request() {
        refuseOthers();
        int chat = out.object();
        out.name("model").copy(field("model")).name("messages");
        Conversation conversation = new Conversation(tape, out);
        conversation.write(field("system"), field("messages"));
        number("max_tokens", "max_completion_tokens");
        number("temperature", "temperature");
        number("top_p", "top_p");
        number("top_k", "top_k");
        copy("stop_sequences", "stop");
        if (tape.isTrue(field("stream"))) {
            out.name("stream").literal("true");
        }
        new ToolDefinitions(tape, out).write(field("tools"), field("tool_choice"));
        copy("thinking", "thinking");
        outputConfig(field("output_config"));
        copy("cache_control", "cache_control");
        contextManagement(field("context_management"));
        out.end(chat);
        boolean thinks = tape.is(tape.member(field("thinking"), "type"), "enabled");
        return ChatRequest.of(
                out.tape(), thinks && conversation.endsUnthought(), new CallersNames(conversation.origins()));
    }

    private int field(String name) {
        return tape.member(JsonTape.ROOT, name);
    }

    private void refuseOthers() {
        for (int name = tape.first(JsonTape.ROOT); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (!tape.isNull(value) && !tape.isOneOf(name, KNOWN)) {
                throw new UnsayableException(tape.text(name));
            }
            name = tape.after(JsonTape.ROOT, value);
        }
    }

    private void number(String name, String said) {
        int value = field(name);
        if (!tape.isNull(value) && !tape.isNumber(value)) {
            throw new MalformedException(name);
        }
        copy(name, said);
    }

    private void copy(String name, String said) {
        int value = field(name);
        if (!tape.isNull(value)) {
            out.name(said).copy(value);
        }
    }

    private void outputConfig(int config) {
        int format = field("output_format");
        if (!tape.isNull(config)) {
            Fields.only(tape, config, OF_OUTPUT_CONFIG);
            int effort = tape.member(config, "effort");
            if (!tape.isNull(effort)) {
                int said = out.name("output_config").object();
                out.name("effort").copy(effort);
                out.end(said);
            }
            format = tape.isNull(tape.member(config, "format")) ? format : tape.member(config, "format");
        }
        if (!tape.isNull(format)) {
            format(format);
        }
    }

    private void format(int format) {
        Fields.only(tape, format, OF_FORMAT);
        int schema = tape.member(format, "schema");
        if (!tape.is(tape.member(format, "type"), "json_schema") || !tape.isObject(schema)) {
            throw new UnsayableException(tape.path(format));
        }
        int said = out.name("response_format").object();
        int named = out.name("type").text("json_schema").name("json_schema").object();
        out.name("name")
                .text("answer")
                .name("strict")
                .literal("true")
                .name("schema")
                .copy(schema);
        out.end(named);
        out.end(said);
    }

    /** What is cleared of earlier thoughts is nothing to whom they are never sent. Anything else changes what is asked. */
    private void contextManagement(int management) {
        int edits = tape.member(management, "edits");
        boolean known = tape.isNull(management) || (tape.isArray(edits) && onlyMembers(management));
        for (int edit = tape.isArray(edits) ? tape.first(edits) : JsonTape.NONE;
                known && edit != JsonTape.NONE;
                edit = tape.after(edits, edit)) {
            int type = tape.member(edit, "type");
            known = tape.isText(type) && tape.text(type).startsWith("clear_thinking_");
        }
        if (!known) {
            throw new UnsayableException("context_management");
        }
    }

    private boolean onlyMembers(int management) {
        int name = tape.first(management);
        return name == JsonTape.NONE || tape.after(management, tape.valueOf(name)) == JsonTape.NONE;
    }
}

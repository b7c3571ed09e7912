package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.MalformedException;
import dev.byok.dialect.TapeWriter;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;

/** Writes which tools may be called, and which must be. Tools that Anthropic itself runs or defines are its alone. */
final class ToolDefinitions {

    /** {@code eager_input_streaming} is about how a call arrives, not about what it says. */
    private static final Words OF_TOOL = Words.of(
            "type",
            "name",
            "description",
            "input_schema",
            "strict",
            "cache_control",
            "eager_input_streaming",
            "defer_loading",
            "allowed_callers");

    private static final Words OF_CHOICE = Words.of("type", "name", "disable_parallel_tool_use");

    private final JsonTape tape;
    private final TapeWriter out;

    ToolDefinitions(JsonTape tape, TapeWriter out) {
        this.tape = tape;
        this.out = out;
    }

    void write(int tools, int choice) {
        if (!tape.isNull(tools) && !tape.isArray(tools)) {
            throw new MalformedException("tools");
        }
        if (!tape.isNull(tools) && !tape.isEmpty(tools)) {
            int said = out.name("tools").array();
            for (int tool = tape.first(tools); tool != JsonTape.NONE; tool = tape.after(tools, tool)) {
                tool(tool);
            }
            out.end(said);
        }
        if (!tape.isNull(choice)) {
            choice(choice);
        }
    }

    private void tool(int tool) {
        int type = tape.member(tool, "type");
        if (!tape.isNull(type) && !tape.is(type, "custom")) {
            throw new UnsayableException(tape.path(tool, tape.isText(type) ? tape.text(type) : "type"));
        }
        Fields.only(tape, tool, OF_TOOL);
        if (tape.isTrue(tape.member(tool, "defer_loading"))) {
            throw new UnsayableException(tape.path(tool, "defer_loading"));
        }
        callers(tape.member(tool, "allowed_callers"));
        int name = tape.member(tool, "name");
        if (!tape.isText(name)) {
            throw new MalformedException(tape.path(tool, "name"));
        }
        int said = out.object();
        int function = out.name("type").text("function").name("function").object();
        out.name("name").copy(name);
        copy(tool, "description", "description");
        copy(tool, "input_schema", "parameters");
        copy(tool, "strict", "strict");
        out.end(function);
        Fields.cacheControl(tape, tape.member(tool, "cache_control"), out);
        out.end(said);
    }

    /** By itself the model calls a tool directly; from within code only Anthropic's can. */
    private void callers(int callers) {
        boolean direct = tape.isNull(callers)
                || (tape.isArray(callers) && tape.size(callers) == 1 && tape.is(tape.first(callers), "direct"));
        if (!direct) {
            throw new UnsayableException(tape.path(callers));
        }
    }

    private void copy(int tool, String name, String said) {
        int value = tape.member(tool, name);
        if (!tape.isNull(value)) {
            out.name(said).copy(value);
        }
    }

    private void choice(int choice) {
        Fields.only(tape, choice, OF_CHOICE);
        int type = tape.member(choice, "type");
        out.name("tool_choice");
        if (tape.is(type, "auto") || tape.is(type, "none")) {
            out.copy(type);
        } else if (tape.is(type, "any")) {
            out.text("required");
        } else if (tape.is(type, "tool") && tape.isText(tape.member(choice, "name"))) {
            int said = out.object();
            int function = out.name("type").text("function").name("function").object();
            out.name("name").copy(tape.member(choice, "name"));
            out.end(function);
            out.end(said);
        } else {
            throw tape.isText(type) ? new UnsayableException("tool_choice") : new MalformedException("tool_choice");
        }
        if (tape.isTrue(tape.member(choice, "disable_parallel_tool_use"))) {
            out.name("parallel_tool_calls").literal("false");
        }
    }
}

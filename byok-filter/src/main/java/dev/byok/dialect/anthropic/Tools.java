package dev.byok.dialect.anthropic;

import dev.byok.dialect.ClosedSchema;
import dev.byok.dialect.ClosedSchema.Form;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;

/** Writes which tools may be called, and which must be. */
final class Tools {

    private static final Words OF_TOOL = Words.of("type", "function", "cache_control");
    private static final Words OF_FUNCTION = Words.of("name", "description", "parameters", "strict");

    private final JsonTape tape;
    private final JsonText out;

    Tools(JsonTape tape, JsonText out) {
        this.tape = tape;
        this.out = out;
    }

    /** Writes the members, and returns whether a tool has to be called. */
    boolean write(int tools, int choice, int parallel) {
        boolean any = tape.isArray(tools) && !tape.isEmpty(tools);
        if (!tape.isNull(tools) && !tape.isArray(tools)) {
            throw new UnsayableException("tools");
        }
        if (any) {
            out.ascii(",\"tools\":[");
            for (int tool = tape.first(tools); tool != JsonTape.NONE; tool = tape.after(tools, tool)) {
                out.ascii(tool == tape.first(tools) ? "" : ",");
                tool(tool);
            }
            out.ascii("]");
        }
        return choice(choice, any, tape.isFalse(parallel));
    }

    private void tool(int tool) {
        int function = tape.member(tool, "function");
        if (!tape.is(tape.member(tool, "type"), "function") || !tape.isObject(function)) {
            throw new UnsayableException(tape.path(tool, "type"));
        }
        Fields.only(tape, tool, OF_TOOL);
        Fields.only(tape, function, OF_FUNCTION);
        int name = tape.member(function, "name");
        if (!tape.isText(name)) {
            throw new UnsayableException(tape.path(function, "name"));
        }
        out.ascii("{\"name\":").raw(tape, name);
        int description = tape.member(function, "description");
        if (tape.isText(description) && !tape.isEmpty(description)) {
            out.ascii(",\"description\":").raw(tape, description);
        }
        out.ascii(",\"input_schema\":");
        boolean strict = tape.isTrue(tape.member(function, "strict"));
        parameters(tape.member(function, "parameters"), strict);
        if (strict) {
            out.ascii(",\"strict\":true");
        }
        Fields.cacheControl(tape, tape.member(tool, "cache_control"), out);
        out.ascii("}");
    }

    private void parameters(int parameters, boolean strict) {
        if (tape.isNull(parameters) || (tape.isObject(parameters) && tape.isEmpty(parameters))) {
            out.ascii("{\"type\":\"object\",\"properties\":{}}");
            return;
        }
        int type = tape.member(parameters, "type");
        if (!tape.isObject(parameters) || (type != JsonTape.NONE && !tape.is(type, "object"))) {
            throw new UnsayableException(tape.path(parameters));
        }
        if (type == JsonTape.NONE) {
            out.ascii("{\"type\":\"object\",").inside(tape, parameters).ascii("}");
        } else if (strict) {
            ClosedSchema.write(tape, parameters, Form.WITHOUT_BOUNDS, out);
        } else {
            out.raw(tape, parameters);
        }
    }

    private boolean choice(int choice, boolean any, boolean oneAtATime) {
        if (!any) {
            if (!tape.isNull(choice) && !tape.is(choice, "auto") && !tape.is(choice, "none")) {
                throw new UnsayableException("tool_choice");
            }
            return false;
        }
        if (tape.isNull(choice) && !oneAtATime) {
            return false;
        }
        out.ascii(",\"tool_choice\":{\"type\":");
        boolean forced = false;
        if (tape.isNull(choice) || tape.is(choice, "auto")) {
            out.ascii("\"auto\"");
        } else if (tape.is(choice, "none")) {
            out.ascii("\"none\"}");
            return false;
        } else if (tape.is(choice, "required")) {
            out.ascii("\"any\"");
            forced = true;
        } else {
            int name = tape.member(tape.member(choice, "function"), "name");
            if (!tape.is(tape.member(choice, "type"), "function") || !tape.isText(name)) {
                throw new UnsayableException("tool_choice");
            }
            out.ascii("\"tool\",\"name\":").raw(tape, name);
            forced = true;
        }
        out.ascii(oneAtATime ? ",\"disable_parallel_tool_use\":true}" : "}");
        return forced;
    }
}

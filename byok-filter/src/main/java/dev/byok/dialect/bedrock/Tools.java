package dev.byok.dialect.bedrock;

import dev.byok.dialect.ClosedSchema;
import dev.byok.dialect.ClosedSchema.Form;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;
import dev.byok.dialect.bedrock.ToolUse.Choice;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which tools may be called, and which must be. */
final class Tools {

    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private static final Words OF_TOOL = Words.of("type", "function", "cache_control");
    private static final Words OF_FUNCTION = Words.of("name", "description", "parameters", "strict");

    private final JsonTape tape;
    private final JsonText out = new JsonText(512);
    private @Nullable String cached;

    Tools(JsonTape tape) {
        this.tape = tape;
    }

    /** Returns the field of the first mark for the cache; null for none. */
    @Nullable
    String cached() {
        return cached;
    }

    ToolUse read(int tools, int choice, int parallel, boolean history) {
        if (!tape.isNull(tools) && !tape.isArray(tools)) {
            throw new UnsayableException("tools");
        }
        boolean any = tape.isArray(tools) && !tape.isEmpty(tools);
        if (any) {
            for (int tool = tape.first(tools); tool != JsonTape.NONE; tool = tape.after(tools, tool)) {
                out.ascii(tool == tape.first(tools) ? "" : ",");
                tool(tool);
            }
        }
        return new ToolUse(
                any ? out.toByteArray() : null, choice(choice, any), name(choice), tape.isFalse(parallel), history);
    }

    private void tool(int tool) {
        int function = tape.member(tool, "function");
        if (!tape.is(tape.member(tool, "type"), "function") || !tape.isObject(function)) {
            throw new UnsayableException(tape.path(tool, "type"));
        }
        Fields.only(tape, tool, OF_TOOL);
        Fields.only(tape, function, OF_FUNCTION);
        int name = tape.member(function, "name");
        if (!tape.isText(name) || !NAME.matcher(tape.text(name)).matches()) {
            throw new UnsayableException(tape.path(function, "name"));
        }
        out.ascii("{\"toolSpec\":{\"name\":").raw(tape, name);
        int description = tape.member(function, "description");
        if (tape.isText(description) && !tape.isEmpty(description)) {
            out.ascii(",\"description\":").raw(tape, description);
        }
        out.ascii(",\"inputSchema\":{\"json\":");
        boolean strict = tape.isTrue(tape.member(function, "strict"));
        parameters(tape.member(function, "parameters"), strict);
        out.ascii(strict ? "},\"strict\":true}}" : "}}}");
        int mark = tape.member(tool, "cache_control");
        if (CachePoint.write(tape, mark, out) && cached == null) {
            cached = tape.path(mark);
        }
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

    private Choice choice(int choice, boolean any) {
        if (tape.isNull(choice)) {
            return Choice.UNSAID;
        }
        if (tape.is(choice, "auto")) {
            return Choice.AUTO;
        }
        if (tape.is(choice, "none")) {
            return Choice.NONE;
        }
        if (!any) {
            throw new UnsayableException("tool_choice");
        }
        if (tape.is(choice, "required")) {
            return Choice.ANY;
        }
        if (name(choice) == null) {
            throw new UnsayableException("tool_choice");
        }
        return Choice.NAMED;
    }

    private byte @Nullable [] name(int choice) {
        int name = tape.member(tape.member(choice, "function"), "name");
        boolean fits = tape.is(tape.member(choice, "type"), "function")
                && tape.isText(name)
                && NAME.matcher(tape.text(name)).matches();
        return fits ? new JsonText(80).raw(tape, name).toByteArray() : null;
    }
}

package dev.byok.dialect.chat;

import dev.byok.dialect.ClosedSchema;
import dev.byok.dialect.ClosedSchema.Form;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;

/** Writes what has to be answered exactly by a schema, which OpenAI takes in a form that others do not demand. */
final class StrictSchemas {

    private StrictSchemas() {}

    /** Writes a tool whose arguments are to be like that. */
    static void tool(JsonTape tape, int tool, JsonText out) {
        out.ascii("{\"type\":\"function\",\"function\":");
        withSchema(tape, tape.member(tool, "function"), "parameters", out);
        out.ascii("}");
    }

    /** Writes a {@code response_format} that is like that. */
    static void format(JsonTape tape, int format, JsonText out) {
        out.ascii("{\"type\":\"json_schema\",\"json_schema\":");
        withSchema(tape, tape.member(format, "json_schema"), "schema", out);
        out.ascii("}");
    }

    private static void withSchema(JsonTape tape, int object, String schema, JsonText out) {
        out.ascii("{");
        String separator = "";
        for (int name = tape.first(object); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            out.ascii(separator).raw(tape, name).ascii(":");
            if (tape.is(name, schema)) {
                ClosedSchema.write(tape, value, Form.ALL_REQUIRED, out);
            } else {
                out.raw(tape, value);
            }
            separator = ",";
            name = tape.after(object, value);
        }
        out.ascii("}");
    }
}

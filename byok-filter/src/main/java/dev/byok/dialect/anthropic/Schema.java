package dev.byok.dialect.anthropic;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import java.util.Set;

/**
 * Writes a JSON schema with what Anthropic takes of it
 * (platform.claude.com/docs/en/build-with-claude/structured-outputs): bounds of numbers, lengths and counts, and
 * formats that it does not know, become words of the description, and objects have no members but those named.
 */
public final class Schema {

    private static final Set<String> BOUNDS = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    private Schema() {}

    /** Writes a schema, or whatever stands in the place of one. */
    public static void write(JsonTape tape, int schema, JsonText to) {
        if (tape.isArray(schema)) {
            to.ascii("[");
            String separator = "";
            for (int each = tape.first(schema); each != JsonTape.NONE; each = tape.after(schema, each)) {
                to.ascii(separator);
                write(tape, each, to);
                separator = ",";
            }
            to.ascii("]");
        } else if (tape.isObject(schema)) {
            object(tape, schema, to);
        } else {
            to.raw(tape, schema);
        }
    }

    private static void object(JsonTape tape, int schema, JsonText to) {
        to.ascii("{");
        String separator = "";
        StringBuilder bounds = new StringBuilder();
        boolean ofObject =
                tape.is(tape.member(schema, "type"), "object") || tape.isObject(tape.member(schema, "properties"));
        int description = tape.member(schema, "description");
        for (int name = tape.first(schema); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            String key = tape.text(name);
            if (isBound(tape, key, value)) {
                bounds.append(bounds.isEmpty() ? "" : ", ")
                        .append(key)
                        .append(": ")
                        .append(tape.raw(value));
            } else if (!(value == description && tape.isText(description))
                    && !(ofObject && key.equals("additionalProperties"))) {
                to.ascii(separator).raw(tape, name).ascii(":");
                member(tape, key, value, to);
                separator = ",";
            }
            name = tape.after(schema, value);
        }
        if (ofObject) {
            to.ascii(separator).ascii("\"additionalProperties\":false");
            separator = ",";
        }
        describe(tape, description, bounds, separator, to);
        to.ascii("}");
    }

    /** Formats of numbers, such as those that Java's generators of schemas write, are no formats of Anthropic's. */
    private static boolean isBound(JsonTape tape, String key, int value) {
        return key.equals("format")
                ? tape.isText(value) && !FORMATS.contains(tape.text(value))
                : BOUNDS.contains(key) && !tape.isObject(value);
    }

    private static void describe(JsonTape tape, int description, StringBuilder bounds, String separator, JsonText to) {
        boolean described = tape.isText(description);
        if (bounds.isEmpty() && described) {
            to.ascii(separator).ascii("\"description\":").raw(tape, description);
        } else if (!bounds.isEmpty()) {
            String before = described ? tape.text(description) + " " : "";
            to.ascii(separator).ascii("\"description\":").quoted(before + "(" + bounds + ")");
        }
    }

    /** The names of properties and definitions are no words of the schema, and what values there may be is no schema. */
    private static void member(JsonTape tape, String key, int value, JsonText to) {
        switch (key) {
            case "properties", "$defs", "definitions" -> named(tape, value, to);
            case "enum", "const", "default", "required", "examples", "type" -> to.raw(tape, value);
            default -> write(tape, value, to);
        }
    }

    private static void named(JsonTape tape, int schemas, JsonText to) {
        if (!tape.isObject(schemas)) {
            to.raw(tape, schemas);
            return;
        }
        to.ascii("{");
        String separator = "";
        for (int name = tape.first(schemas); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            to.ascii(separator).raw(tape, name).ascii(":");
            write(tape, value, to);
            separator = ",";
            name = tape.after(schemas, value);
        }
        to.ascii("}");
    }
}

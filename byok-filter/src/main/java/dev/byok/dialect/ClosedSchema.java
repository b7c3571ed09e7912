package dev.byok.dialect;

import java.util.Set;

/**
 * Writes a JSON schema as those take it who answer by it exactly: an object has no members but those named. What one of them
 * demands beyond that is its form. What they do not know of formats becomes a word of the description.
 */
public final class ClosedSchema {

    /** What is demanded of a schema. */
    public enum Form {
        /**
         * Anthropic's (platform.claude.com/docs/en/build-with-claude/structured-outputs): bounds of numbers, lengths and
         * counts become words of the description.
         */
        WITHOUT_BOUNDS,
        /**
         * OpenAI's (platform.openai.com/docs/guides/structured-outputs): every member is required, so that none has a
         * default. What is written by that holds where some may be left out, too.
         */
        ALL_REQUIRED
    }

    /** Those that all of them know. */
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

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

    private final JsonTape tape;
    private final Form form;
    private final JsonText to;

    private ClosedSchema(JsonTape tape, Form form, JsonText to) {
        this.tape = tape;
        this.form = form;
        this.to = to;
    }

    /**
     * Writes a schema, or whatever stands in the place of one.
     *
     * @throws UnsayableException if an object may have members that are not named
     */
    public static void write(JsonTape tape, int schema, Form form, JsonText to) {
        new ClosedSchema(tape, form, to).root(schema);
    }

    /** What has no members at all is said there, as the arguments of a tool without any are. */
    private void root(int schema) {
        if (tape.isObject(schema)) {
            object(schema);
        } else {
            write(schema);
        }
    }

    private void write(int schema) {
        if (tape.isArray(schema)) {
            to.ascii("[");
            String separator = "";
            for (int each = tape.first(schema); each != JsonTape.NONE; each = tape.after(schema, each)) {
                to.ascii(separator);
                write(each);
                separator = ",";
            }
            to.ascii("]");
        } else if (tape.isObject(schema)) {
            refuseAnyMembers(schema);
            object(schema);
        } else {
            to.raw(tape, schema);
        }
    }

    /** An object of any names would come back without a member. */
    private void refuseAnyMembers(int schema) {
        boolean open = tape.is(tape.member(schema, "type"), "object")
                && tape.isNull(tape.member(schema, "properties"))
                && tape.isNull(tape.member(schema, "additionalProperties"));
        if (open) {
            throw new UnsayableException(tape.path(schema));
        }
    }

    private void object(int schema) {
        to.ascii("{");
        String separator = "";
        StringBuilder bounds = new StringBuilder();
        int properties = tape.member(schema, "properties");
        boolean ofObject = tape.is(tape.member(schema, "type"), "object") || tape.isObject(properties);
        int description = tape.member(schema, "description");
        for (int name = tape.first(schema); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            String key = tape.text(name);
            if (isBound(key, value)) {
                bounds.append(bounds.isEmpty() ? "" : ", ")
                        .append(key)
                        .append(": ")
                        .append(tape.raw(value));
            } else if (ofObject && (key.equals("additionalProperties") || key.equals("patternProperties"))) {
                refuseOthers(value);
            } else if (!isSaidOtherwise(key, value, description, ofObject)) {
                to.ascii(separator).raw(tape, name).ascii(":");
                member(key, value);
                separator = ",";
            }
            name = tape.after(schema, value);
        }
        if (ofObject) {
            to.ascii(separator).ascii("\"additionalProperties\":false");
            separator = ",";
        }
        if (ofObject && form == Form.ALL_REQUIRED) {
            to.ascii(tape.isObject(properties) ? "" : ",\"properties\":{}");
            required(properties);
        }
        describe(description, bounds, separator);
        to.ascii("}");
    }

    /** Formats of numbers, such as those that Java's generators of schemas write, are nobody's. */
    private boolean isBound(String key, int value) {
        if (key.equals("format")) {
            boolean uri = form == Form.WITHOUT_BOUNDS && tape.is(value, "uri");
            return tape.isText(value) && !uri && !FORMATS.contains(tape.text(value));
        }
        return form == Form.WITHOUT_BOUNDS && BOUNDS.contains(key) && !tape.isObject(value);
    }

    private boolean isSaidOtherwise(String key, int value, int description, boolean ofObject) {
        return (value == description && tape.isText(description))
                || (ofObject && form == Form.ALL_REQUIRED && key.equals("required"))
                || (form == Form.ALL_REQUIRED && key.equals("default"));
    }

    private void refuseOthers(int others) {
        if (tape.isTrue(others) || tape.isObject(others)) {
            throw new UnsayableException(tape.path(others));
        }
    }

    private void required(int properties) {
        to.ascii(",\"required\":[");
        String separator = "";
        for (int name = tape.isObject(properties) ? tape.first(properties) : JsonTape.NONE; name != JsonTape.NONE; ) {
            to.ascii(separator).raw(tape, name);
            separator = ",";
            name = tape.after(properties, tape.valueOf(name));
        }
        to.ascii("]");
    }

    private void describe(int description, StringBuilder bounds, String separator) {
        boolean described = tape.isText(description);
        if (bounds.isEmpty() && described) {
            to.ascii(separator).ascii("\"description\":").raw(tape, description);
        } else if (!bounds.isEmpty()) {
            String before = described ? tape.text(description) + " " : "";
            to.ascii(separator).ascii("\"description\":").quoted(before + "(" + bounds + ")");
        }
    }

    /** The names of properties and definitions are no words of the schema, and what values there may be is no schema. */
    private void member(String key, int value) {
        switch (key) {
            case "properties", "$defs", "definitions" -> named(value);
            case "enum", "const", "default", "required", "examples", "type" -> to.raw(tape, value);
            default -> write(value);
        }
    }

    private void named(int schemas) {
        if (!tape.isObject(schemas)) {
            to.raw(tape, schemas);
            return;
        }
        to.ascii("{");
        String separator = "";
        for (int name = tape.first(schemas); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            to.ascii(separator).raw(tape, name).ascii(":");
            write(value);
            separator = ",";
            name = tape.after(schemas, value);
        }
        to.ascii("}");
    }
}

package dev.byok.outcome;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The fields of an error body that decide its class, by path; arrays do not count as a step, the first value of a path
 * wins. Read token by token, so that a body cut at the size limit or broken half-way still yields what came before.
 */
final class ErrorFields {

    static final int MAX_BYTES = 64 * 1024;

    /** The one path whose values are all kept, one per line: any of them may be the quota that lasts longest. */
    static final String QUOTA_IDS = "error.details.violations.quotaId";

    private static final Set<String> KNOWN = Set.of(
            QUOTA_IDS,
            "error.innererror.code",
            "message.detail.msg",
            "error",
            "error.message",
            "error.type",
            "error.code",
            "error.param",
            "error.status",
            "error.details.reason",
            "error.details.error_code",
            "error.details.retryDelay",
            "error.metadata.raw",
            "error.metadata.error_type",
            "error.metadata.limit_source",
            "error.metadata.reasons",
            "error.metadata.flagged_input",
            "error.metadata.patterns",
            "error.availability.code",
            "response.error.message",
            "response.error.type",
            "response.error.code",
            "message",
            "Message",
            "__type",
            "detail",
            "detail.msg",
            "type",
            "code",
            "param");

    private static final Set<String> CONTAINERS = Set.of(
            "",
            "error",
            "error.details",
            "error.details.violations",
            "error.innererror",
            "message",
            "message.detail",
            "error.metadata",
            "error.availability",
            "response",
            "response.error",
            "detail");

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> values = new HashMap<>();
    private boolean errorObject;

    private ErrorFields() {}

    /** Reads at most {@value #MAX_BYTES} bytes; anything unreadable is left out. */
    static ErrorFields read(byte[] body) {
        ErrorFields fields = new ErrorFields();
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), body, 0, Math.min(body.length, MAX_BYTES))) {
            fields.readValue(parser);
        } catch (JacksonException e) {
            // An HTML page, a cut body: what was read so far is all there is, and the status still counts.
            return fields;
        }
        return fields;
    }

    /** Returns whether the body holds an error as an object of its own. */
    boolean hasErrorObject() {
        return errorObject;
    }

    @Nullable
    String get(String path) {
        return values.get(path);
    }

    /** Returns the first of these paths that has a value, or null. */
    @Nullable
    String first(String... paths) {
        for (String path : paths) {
            String value = values.get(path);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private void readValue(JsonParser parser) {
        Deque<String> parents = new ArrayDeque<>();
        String path = "";
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return;
            }
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    if (CONTAINERS.contains(path) || (token == JsonToken.START_ARRAY && KNOWN.contains(path))) {
                        errorObject |= token == JsonToken.START_OBJECT
                                && (path.equals("error") || path.equals("response.error"));
                        parents.push(path);
                        depth++;
                    } else {
                        parser.skipChildren();
                    }
                }
                case END_OBJECT, END_ARRAY -> {
                    path = parents.pop();
                    depth--;
                }
                case PROPERTY_NAME -> path = child(parents.peek(), parser.currentName());
                default -> keep(path, token, parser);
            }
        } while (depth > 0);
    }

    private static String child(@Nullable String parent, String name) {
        return parent == null || parent.isEmpty() ? name : parent + "." + name;
    }

    private void keep(String path, JsonToken token, JsonParser parser) {
        boolean flag = path.equals("error") && token != JsonToken.VALUE_STRING;
        if (token == JsonToken.VALUE_NULL || flag || !KNOWN.contains(path)) {
            return;
        }
        String text = parser.getString();
        if (text.isBlank()) {
            return;
        }
        if (path.equals(QUOTA_IDS)) {
            values.merge(path, text, (before, next) -> before + "\n" + next);
        } else {
            values.putIfAbsent(path, text);
        }
    }
}

package dev.byok.request;

import java.util.List;

/**
 * Fields of OpenRouter's that ask a router for more than a route. What asks for nothing, or for what the caller can do
 * without, is taken; what would change the answer and is not built is refused.
 */
final class RouterFields {

    /** Shortens a prompt that is too long; without it the caller is told that it is. */
    private static final String COMPRESSION = "context-compression";

    private final JsonCursor json;
    private final Values values;

    RouterFields(JsonCursor json, Values values) {
        this.json = json;
        this.values = values;
    }

    /** Returns whether {@code usage} asks for usage. */
    boolean usage() {
        if (values.skipNull()) {
            return false;
        }
        values.enterObject("'usage'");
        boolean include = false;
        boolean seen = false;
        while (json.nextMember()) {
            if (!json.textIs("include")) {
                json.skipValue();
                continue;
            }
            if (seen) {
                throw new InvalidBodyException("'usage.include' appears twice");
            }
            seen = true;
            include = values.bool("'usage.include'", false);
        }
        return include;
    }

    /** Takes a list of plugins that are off, or that the answer is complete without. */
    void plugins() {
        if (values.skipNull()) {
            return;
        }
        if (json.peek() != '[') {
            throw new InvalidBodyException("'plugins' must be a list of objects");
        }
        json.enterArray();
        while (json.nextElement()) {
            plugin();
        }
    }

    private void plugin() {
        if (json.peek() != '{') {
            throw new InvalidBodyException("'plugins' must be a list of objects");
        }
        json.enterObject();
        boolean needless = false;
        boolean off = false;
        while (json.nextMember()) {
            if (json.textIs("id")) {
                needless = values.wordOrNull(List.of(COMPRESSION)) != null;
            } else if (json.textIs("enabled")) {
                off = json.peek() == 'f';
                json.skipValue();
            } else {
                json.skipValue();
            }
        }
        if (!needless && !off) {
            throw new InvalidBodyException("'plugins' is not supported by this version: expected none that is enabled");
        }
    }

    /** Takes null alone. */
    void preset() {
        if (!values.skipNull()) {
            throw new InvalidBodyException("'preset' is not supported by this version: say here what it says");
        }
    }

    /** Takes null, or an object in which everything is off. */
    void debug() {
        if (values.skipNull()) {
            return;
        }
        values.enterObject("'debug'");
        while (json.nextMember()) {
            int next = json.peek();
            json.skipValue();
            if (next != 'f' && next != 'n') {
                throw new InvalidBodyException("'debug' is not supported by this version");
            }
        }
    }
}

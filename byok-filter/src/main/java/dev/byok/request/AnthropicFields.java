package dev.byok.request;

import org.jspecify.annotations.Nullable;

/**
 * Collects what only a body in Anthropic's words says. What it may be is Anthropic's to say: a value of another kind than
 * expected tells nothing here and is no mistake.
 */
final class AnthropicFields {

    /** The longest name of a conversation, in UTF-16 units. */
    private static final int MAX_SESSION = 256;

    private static final String SESSION = "session";

    private final JsonCursor json;
    private final Values values;
    private @Nullable Span system;
    private boolean effort;
    private boolean structured;
    private @Nullable String session;

    AnthropicFields(JsonCursor json, Values values) {
        this.json = json;
        this.values = values;
    }

    /** Reads the value of the member whose name has just been read. */
    void read() {
        if (json.textIs("system")) {
            systemsWords();
        } else if (json.textIs("output_config")) {
            outputConfig();
        } else if (json.textIs("output_format")) {
            format();
        } else if (json.textIs("metadata")) {
            metadata();
        } else {
            json.skipValue();
        }
    }

    /** Returns where the system's words stand; null where there are none. */
    @Nullable
    Span system() {
        return system;
    }

    /** Returns whether it is said how hard to think, which models of other dialects do even where thinking is disabled. */
    boolean hasEffort() {
        return effort;
    }

    /** Returns whether the answer has to follow a schema. */
    boolean isStructured() {
        return structured;
    }

    /** Returns the conversation's name where the user's id holds one, as coding agents write it; null otherwise. */
    @Nullable
    String session() {
        return session;
    }

    private boolean entersObject() {
        if (json.peek() != '{') {
            json.skipValue();
            return false;
        }
        json.enterObject();
        return true;
    }

    private void systemsWords() {
        if (!values.skipNull()) {
            int from = json.offset();
            json.skipValue();
            system = new Span(from, json.offset());
        }
    }

    private void outputConfig() {
        if (!entersObject()) {
            return;
        }
        while (json.nextMember()) {
            if (json.textIs("format")) {
                format();
            } else if (json.textIs("effort")) {
                effort |= json.peek() == '"';
                json.skipValue();
            } else {
                json.skipValue();
            }
        }
    }

    private void format() {
        structured |= json.peek() == '{';
        json.skipValue();
    }

    private void metadata() {
        if (!entersObject()) {
            return;
        }
        while (json.nextMember()) {
            if (json.textIs("user_id")) {
                userId();
            } else {
                json.skipValue();
            }
        }
    }

    /** A user has many conversations: only an id that also names one of them tells where it goes on. */
    private void userId() {
        if (json.peek() != '"') {
            json.skipValue();
            return;
        }
        json.string(true);
        boolean named = json.textLength() <= MAX_SESSION && json.text().contains(SESSION);
        session = named ? json.text() : null;
    }
}

package dev.byok.request;

/** How {@code stream_options.include_usage} is written in a body, and what has to be written there to make it true. */
enum UsageOption {
    /** No {@code stream_options}: a member goes right behind the body's opening brace. */
    ABSENT("\"stream_options\":{\"include_usage\":true},"),
    /** {@code null}: the value is replaced. */
    NULL("{\"include_usage\":true}"),
    /** An empty object: a member goes into it. */
    EMPTY("\"include_usage\":true"),
    /** An object with other members: a member goes before them. */
    OTHERS("\"include_usage\":true,"),
    /** {@code false}: the value is replaced. */
    FALSE("true"),
    /** Nothing to do. */
    TRUE("");

    private final String text;

    UsageOption(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}

package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Which tools may be called, and which must be.
 *
 * @param tools the elements of the list; null where there are none
 * @param name the tool that must be called, as a JSON text; null where none is named
 * @param oneAtATime whether calls beside each other are not wanted
 * @param history whether tools have been called in the conversation: then Converse wants to know them
 */
record ToolUse(byte @Nullable [] tools, Choice choice, byte @Nullable [] name, boolean oneAtATime, boolean history) {

    static final ToolUse NONE = new ToolUse(null, Choice.UNSAID, null, false, false);

    enum Choice {
        UNSAID,
        AUTO,
        NONE,
        ANY,
        NAMED
    }

    boolean forced() {
        return tools != null && (choice == Choice.ANY || choice == Choice.NAMED);
    }

    @Nullable
    String obstacle(BedrockFamily family) {
        if (tools == null) {
            return history ? "tools" : null;
        }
        boolean claude = family == BedrockFamily.CLAUDE;
        if ((forced() && !family.takesToolChoice()) || (choice == Choice.NONE && history && !claude)) {
            return "tool_choice";
        }
        return oneAtATime && choice != Choice.NONE && !claude ? "parallel_tool_calls" : null;
    }

    /** Without a word for no call, tools are not told of: unless there are calls already, which Converse wants explained. */
    private boolean told() {
        return tools != null && (choice != Choice.NONE || history);
    }

    /** Converse knows neither a choice of no tool nor one of a single call: Claude is told in its own words. */
    private boolean inOwnWords(BedrockFamily family) {
        return family == BedrockFamily.CLAUDE && told() && (oneAtATime || choice == Choice.NONE);
    }

    void write(JsonText to, BedrockFamily family) {
        if (tools == null || !told()) {
            return;
        }
        to.ascii(",\"toolConfig\":{\"tools\":[").raw(tools, 0, tools.length).ascii("]");
        if (!inOwnWords(family)) {
            switch (choice) {
                case AUTO -> to.ascii(",\"toolChoice\":{\"auto\":{}}");
                case ANY -> to.ascii(",\"toolChoice\":{\"any\":{}}");
                case NAMED -> named(to.ascii(",\"toolChoice\":{\"tool\":{"), "}}");
                default -> {
                    // What is not said is the model's choice.
                }
            }
        }
        to.ascii("}");
    }

    private void named(JsonText to, String end) {
        byte[] text = name;
        if (text != null) {
            to.ascii("\"name\":").raw(text, 0, text.length).ascii(end);
        }
    }

    /** Writes a member with a comma in front. */
    void additional(JsonText to, BedrockFamily family) {
        if (!inOwnWords(family)) {
            return;
        }
        to.ascii(",\"tool_choice\":{\"type\":");
        switch (choice) {
            case NONE -> to.ascii("\"none\"");
            case ANY -> to.ascii("\"any\"");
            case NAMED -> named(to.ascii("\"tool\","), "");
            default -> to.ascii("\"auto\"");
        }
        to.ascii(choice == Choice.NONE ? "}" : ",\"disable_parallel_tool_use\":true}");
    }
}

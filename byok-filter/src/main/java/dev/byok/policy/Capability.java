package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/** What a model may be able to do, beyond answering with text. */
public enum Capability {
    /** Calls tools that the request describes. */
    TOOLS("tools"),
    /** Looks at images. */
    VISION("vision"),
    /** Answers by a JSON schema. */
    STRUCTURED_OUTPUT("structured-output"),
    /** Thinks before it answers, as much as it is asked to. */
    REASONING("reasoning");

    private final String text;

    Capability(String text) {
        this.text = text;
    }

    /** Returns the name used in the policy. */
    public String text() {
        return text;
    }

    /** Returns the capability of this name, or null. */
    public static @Nullable Capability byText(String text) {
        for (Capability capability : values()) {
            if (capability.text.equals(text)) {
                return capability;
            }
        }
        return null;
    }
}

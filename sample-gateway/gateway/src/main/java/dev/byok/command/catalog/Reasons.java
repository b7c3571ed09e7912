package dev.byok.command.catalog;

import org.jspecify.annotations.Nullable;

/** Why something of a list is not taken over, where several places say the same. */
final class Reasons {

    static final String NO_PRESET = "no preset for its provider in this version";
    static final String FAMILY = "a price of a family or of fine-tuned models, not a model";
    static final String OWN_NAME = "a name of the list's own, not the provider's";
    static final String LONG_PROMPTS = "higher prices of long prompts";
    static final String MEDIA = "prices of audio, images and video";

    private Reasons() {}

    /** Returns the first that there is. */
    static @Nullable String first(@Nullable String... reasons) {
        for (String reason : reasons) {
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }
}

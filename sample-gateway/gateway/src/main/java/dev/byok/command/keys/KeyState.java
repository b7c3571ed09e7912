package dev.byok.command.keys;

import java.util.Locale;

/** What became of the question whether a provider takes a key. */
enum KeyState {
    OK(false),
    /** Taken, but a model that the policy serves by it is not in the provider's list. */
    NO_ACCESS(true),
    REJECTED(true),
    QUOTA_EXHAUSTED(true),
    /** Known to the provider, and too busy at the moment to say more. */
    RATE_LIMITED(false),
    /** The provider did not answer, or with an error of its own. */
    UNREACHABLE(true),
    /** The secret could not be read. */
    UNREADABLE(true),
    /** The provider answered, and that says nothing about the key. */
    UNCLEAR(false),
    /** Switched off or expired in the policy, and not asked for. */
    SKIPPED(false);

    private final boolean wrong;

    KeyState(boolean wrong) {
        this.wrong = wrong;
    }

    boolean wrong() {
        return wrong;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

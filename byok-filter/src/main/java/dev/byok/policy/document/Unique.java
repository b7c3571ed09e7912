package dev.byok.policy.document;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may stand only once in some part of the policy, with the place where it stands. */
final class Unique {

    private final Map<String, Place> claimed = new HashMap<>();
    private final @Nullable Unique beside;

    private Unique(@Nullable Unique beside) {
        this.beside = beside;
    }

    static Unique create() {
        return new Unique(null);
    }

    /** Returns a part of its own, which must not repeat anything of {@code other} either. */
    static Unique beside(Unique other) {
        return new Unique(other);
    }

    /** Claims a text for its place; returns whether it was free, and reports it if not. */
    boolean claim(String text, Value at) {
        Place taken = taken(text);
        if (taken == null) {
            claimed.put(text, at.place());
            return true;
        }
        at.problem("already used at " + Shown.text(taken.location().toString()));
        return false;
    }

    private @Nullable Place taken(String text) {
        Place own = claimed.get(text);
        return own == null && beside != null ? beside.taken(text) : own;
    }
}

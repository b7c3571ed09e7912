package dev.byok.command.diff;

import dev.byok.policy.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is less strict than it was; safe to print.
 *
 * @param who as in {@code caller acme/app}
 * @param what as in {@code can now reach shared capacity}
 * @param models those that it is about; empty where it is about all
 * @param before the line that was stricter
 * @param after the line that is less strict; null where that is gone
 */
record Loosened(
        String who,
        String what,
        List<String> models,
        @Nullable SourceLocation before,
        @Nullable SourceLocation after) {

    /** Something that is about all models. */
    static Loosened of(String who, String what, @Nullable SourceLocation before, @Nullable SourceLocation after) {
        return new Loosened(who, what, List.of(), before, after);
    }
}

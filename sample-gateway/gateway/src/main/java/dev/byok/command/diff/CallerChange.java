package dev.byok.command.diff;

import dev.byok.plan.Exclusion;
import dev.byok.policy.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes for one caller that is there before and after.
 *
 * @param caller as in {@code acme/app}
 * @param formerly the caller that it is compared with, where that has another name
 * @param before where it stood
 * @param after where it stands
 * @param plans one for each model whose plan changes; a caller may have none, and yet be left out of something otherwise
 * @param otherwise what is left out before and after, for another reason or by another file
 */
record CallerChange(
        String caller,
        @Nullable String formerly,
        SourceLocation before,
        SourceLocation after,
        List<PlanChange> plans,
        List<LeftOut> otherwise) {

    /** Something that is left out on both sides. */
    record LeftOut(Exclusion before, Exclusion after) {}
}

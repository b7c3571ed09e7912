package dev.byok.command.diff;

import dev.byok.policy.ModelFallback;
import dev.byok.policy.ModelFallback.MaxCost;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a profile said against other models than the one that a request names, and says no more. */
final class ModelStrictness {

    private final List<Loosened> loosened;

    /**
     * Makes one.
     *
     * @param loosened where it is put down
     */
    ModelStrictness(List<Loosened> loosened) {
        this.loosened = loosened;
    }

    /** Looks at what a caller had for a profile, and what it has now. */
    void compare(String who, Profile old, Profile now) {
        ModelFallback said = old.modelFallback();
        ModelFallback says = now.modelFallback();
        if (said.forbidden() != null && says.forbidden() == null) {
            add(who, "may now be served by other models (model-fallback: none)", said.forbidden(), now.location());
        }
        for (String slug : says.added()) {
            if (!said.added().contains(slug)) {
                add(
                        who,
                        "may now be served by " + Shown.text(slug) + " (model-fallback)",
                        old.location(),
                        now.location());
            }
        }
        MaxCost cost = said.maxCost();
        if (cost != null && isMore(cost, says.maxCost())) {
            add(who, "may now be served by dearer models (model-fallback-max-cost)", cost.location(), now.location());
        }
    }

    private static boolean isMore(MaxCost old, @Nullable MaxCost now) {
        return now == null || now.factor().compareTo(old.factor()) > 0;
    }

    private void add(String who, String what, SourceLocation from, SourceLocation to) {
        loosened.add(Loosened.of(who, what, from, to));
    }
}

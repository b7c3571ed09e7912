package dev.byok.command.diff;

import dev.byok.plan.Narrowing;
import dev.byok.policy.Caller;
import dev.byok.policy.Ceiling;
import dev.byok.policy.Ceilings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller's requests could ask for and cost at most, and may exceed now. */
final class CeilingStrictness {

    private final List<Loosened> loosened;

    /**
     * Makes one.
     *
     * @param loosened where it is put down
     */
    CeilingStrictness(List<Loosened> loosened) {
        this.loosened = loosened;
    }

    /** Looks at what holds for a caller, whoever says it. */
    void compare(String who, Caller old, Caller now) {
        Ceilings said = Narrowing.NONE.ceilings(old);
        Ceilings says = Narrowing.NONE.ceilings(now);
        compare(who, "may now ask for longer answers (max-tokens)", said.maxTokens(), says.maxTokens(), now);
        compare(who, "may now send dearer requests (max-price-per-request)", said.maxPrice(), says.maxPrice(), now);
    }

    private <T extends Comparable<T>> void compare(
            String who, String what, @Nullable Ceiling<T> old, @Nullable Ceiling<T> now, Caller caller) {
        if (old != null && (now == null || now.most().compareTo(old.most()) > 0)) {
            loosened.add(Loosened.of(who, what, old.location(), now == null ? caller.location() : now.location()));
        }
    }
}

package dev.byok.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is liked where several profiles speak, as {@link DeclaredPlan} declares it: in each matter the last word holds. */
final class DeclaredTaste {

    private final List<PlainTaste> tastes;

    /**
     * Takes down who speaks.
     *
     * @param tastes the profile's, and those of the route behind it
     */
    DeclaredTaste(List<PlainTaste> tastes) {
        this.tastes = tastes;
    }

    List<String> order() {
        return lastWord(taste -> taste.order().isEmpty() ? null : taste.order()).orElse(List.of());
    }

    Optional<String> sort() {
        return lastWord(PlainTaste::sort);
    }

    String rotation() {
        return lastWord(PlainTaste::rotation).orElse("ordered");
    }

    boolean ownKeysFirst() {
        return lastWord(PlainTaste::ownKeysFirst).orElse(true);
    }

    /** Returns in what a route overrules a profile. */
    boolean overrules() {
        return overrules(taste -> taste.order().isEmpty() ? null : taste.order())
                || overrules(PlainTaste::sort)
                || overrules(PlainTaste::rotation)
                || overrules(PlainTaste::ownKeysFirst);
    }

    private boolean overrules(Function<PlainTaste, @Nullable Object> matter) {
        List<Object> words =
                tastes.stream().map(matter).filter(Objects::nonNull).distinct().toList();
        return words.size() > 1;
    }

    private <T> Optional<T> lastWord(Function<PlainTaste, @Nullable T> matter) {
        Optional<T> word = Optional.empty();
        for (PlainTaste taste : tastes) {
            T said = matter.apply(taste);
            word = said == null ? word : Optional.of(said);
        }
        return word;
    }
}

package dev.byok.plan;

import dev.byok.plan.DeclaredPlan.Objection;
import dev.byok.plan.PlainWishes.PlainOffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said against models other than the first, as {@link DeclaredPlan} declares it. */
final class DeclaredSubstitutes {

    private final PlainCase facts;
    private final PlainSubstitutes said;

    DeclaredSubstitutes(PlainCase facts) {
        this.facts = facts;
        this.said = facts.substitutes();
    }

    /** What is said against one endpoint, the gravest first. */
    Stream<Objection> against(String slug, int endpoint) {
        if (slug.equals(first())) {
            return Stream.of();
        }
        Stream.Builder<Objection> objections = Stream.builder();
        if (said.forbidden()) {
            objections.add(new Objection(
                    300, "model_fallback", PlainSubstitutes.FORBIDDEN, Set.of("no other model than the first")));
        }
        if (isTooDear(facts.wishes().offer(slug, endpoint))) {
            objections.add(new Objection(
                    301, "max_price", PlainSubstitutes.MAX_COST, Set.of("dearer than the first model allows")));
        }
        return objections.build();
    }

    private boolean isTooDear(PlainOffer offer) {
        Integer percent = said.maxPercent();
        if (percent == null) {
            return false;
        }
        return offer.prompt() == null
                || isAbove(percent, offer.prompt(), PlainOffer::prompt)
                || isAbove(percent, offer.completion(), PlainOffer::completion)
                || isAbove(percent, request(offer), DeclaredSubstitutes::request);
    }

    private boolean isAbove(int percent, @Nullable Integer price, Function<PlainOffer, @Nullable Integer> part) {
        Optional<Integer> lowest = offersOfFirst().stream()
                .filter(offer -> offer.prompt() != null)
                .map(part)
                .filter(Objects::nonNull)
                .min(Integer::compare);
        return price == null || lowest.isEmpty() || 100 * price > percent * lowest.get();
    }

    private static Integer request(PlainOffer offer) {
        return Optional.ofNullable(offer.request()).orElse(0);
    }

    private List<PlainOffer> offersOfFirst() {
        int endpoints = facts.models().getOrDefault(first(), List.of()).size();
        return IntStream.range(0, endpoints)
                .mapToObj(endpoint -> facts.wishes().offer(first(), endpoint))
                .toList();
    }

    private String first() {
        return facts.requested().get(0);
    }
}

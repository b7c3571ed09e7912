package dev.byok.plan;

import dev.byok.plan.DeclaredPlan.Objection;
import dev.byok.plan.PlainSubstitutes.PlainOthers;
import dev.byok.plan.PlainWishes.PlainOffer;
import java.util.Comparator;
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
    private final List<PlainOthers> said;

    DeclaredSubstitutes(PlainCase facts) {
        this.facts = facts;
        this.said = facts.substitutes().said();
    }

    /** What is said against one endpoint, the gravest first. */
    Stream<Objection> against(String slug, int endpoint) {
        if (slug.equals(first())) {
            return Stream.of();
        }
        Stream.Builder<Objection> objections = Stream.builder();
        said.stream()
                .filter(PlainOthers::forbidden)
                .findFirst()
                .ifPresent(other -> objections.add(new Objection(
                        300,
                        "model_fallback",
                        other.location(),
                        Set.of("no other model than the first", "no other model by " + speaker(other)))));
        dearest()
                .filter(other -> isTooDear(maxPercent(other), facts.wishes().offer(slug, endpoint)))
                .ifPresent(other -> objections.add(new Objection(
                        301,
                        "max_price",
                        other.location(),
                        Set.of("dearer than the first model allows", "dearer other model than by " + speaker(other)))));
        return objections.build();
    }

    /** Returns what another model may cost, in percent of the first. */
    Optional<Integer> maxPercent() {
        return dearest().map(DeclaredSubstitutes::maxPercent);
    }

    /** Of several limits the smallest holds; of the same the first who says so. */
    private Optional<PlainOthers> dearest() {
        return said.stream()
                .filter(other -> other.maxPercent() != null)
                .min(Comparator.comparing(DeclaredSubstitutes::maxPercent));
    }

    private static int maxPercent(PlainOthers other) {
        return Optional.ofNullable(other.maxPercent()).orElse(Integer.MAX_VALUE);
    }

    private String speaker(PlainOthers other) {
        return said.indexOf(other) == 0 ? "the profile" : "the route";
    }

    private boolean isTooDear(int percent, PlainOffer offer) {
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

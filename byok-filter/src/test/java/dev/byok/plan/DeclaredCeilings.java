package dev.byok.plan;

import dev.byok.plan.DeclaredPlan.Objection;
import dev.byok.plan.PlainCase.PlainList;
import dev.byok.plan.PlainCeilings.PlainCeiling;
import dev.byok.plan.PlainWishes.PlainOffer;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said against what a request asks for, and what it costs, as {@link DeclaredPlan} declares it. */
final class DeclaredCeilings {

    /** What every case's prompt is estimated to have. */
    static final int PROMPT = 10;

    private final PlainCeilings said;
    private final PlainWishes wishes;

    DeclaredCeilings(PlainCase facts) {
        this.said = facts.ceilings();
        this.wishes = facts.wishes();
    }

    /** What is said against one endpoint, the gravest first. */
    Stream<Objection> against(String slug, int endpoint) {
        Stream<Objection> tokens = lowest(PlainCeiling::maxTokens)
                .filter(lowest -> said.answers() > 0 && said.asked() > Objects.requireNonNull(lowest.maxTokens()))
                .map(lowest -> new Objection(
                        310, "max_tokens", lowest.location(), Set.of("more tokens than by " + lowest.speaker())))
                .stream();
        Stream<Objection> price = lowest(PlainCeiling::maxPrice)
                .filter(lowest -> cost(slug, wishes.offer(slug, endpoint))
                        .filter(cost -> cost <= Objects.requireNonNull(lowest.maxPrice()))
                        .isEmpty())
                .map(lowest -> new Objection(
                        311,
                        "max_price:request",
                        lowest.location(),
                        Set.of("dearer request than by " + lowest.speaker())))
                .stream();
        return Stream.concat(tokens, price);
    }

    /** Of those that say the same the first speaker's is named. */
    private Optional<PlainCeiling> lowest(Function<PlainCeiling, @Nullable Integer> limit) {
        return said.said().stream()
                .filter(ceiling -> limit.apply(ceiling) != null)
                .min(Comparator.comparing((PlainCeiling ceiling) -> Objects.requireNonNull(limit.apply(ceiling)))
                        .thenComparing(ceiling -> PlainList.SPEAKERS.indexOf(ceiling.speaker()))
                        .thenComparing(PlainCeiling::line));
    }

    /** In millionths of USD. */
    private Optional<Integer> cost(String slug, PlainOffer offer) {
        Integer prompt = offer.prompt();
        Optional<Integer> tokens = tokens(slug);
        if (prompt == null || tokens.isEmpty() || (tokens.get() > 0 && offer.completion() == null)) {
            return Optional.empty();
        }
        int completion = Optional.ofNullable(offer.completion()).orElse(0);
        int request = Optional.ofNullable(offer.request()).orElse(0);
        return Optional.of(prompt * PROMPT + completion * tokens.get() + request * 1_000_000);
    }

    private Optional<Integer> tokens(String slug) {
        if (said.asked() > 0 || said.answers() == 0) {
            return Optional.of(said.asked() * said.answers());
        }
        return Optional.ofNullable(said.maxOutputs().get(slug))
                .or(() -> Optional.ofNullable(said.contexts().get(slug)))
                .map(each -> each * said.answers());
    }

    boolean isTooSmall(String slug) {
        Integer context = said.contexts().get(slug);
        return said.answers() > 0 && said.asked() > 0 && context != null && context <= said.asked();
    }
}

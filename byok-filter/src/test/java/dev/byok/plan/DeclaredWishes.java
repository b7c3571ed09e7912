package dev.byok.plan;

import dev.byok.plan.DeclaredPlan.Objection;
import dev.byok.plan.PlainCase.PlainList;
import dev.byok.plan.PlainWishes.PlainOffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is demanded of endpoints, as {@link DeclaredPlan} declares it. */
final class DeclaredWishes {

    /** Whoever speaks is heard on models, on providers, and then on this. */
    private static final int PLACE_BEHIND_LISTS = 2;

    private static final Map<String, List<String>> RELATIVES =
            Map.of("fp4", List.of("fp4", "mxfp4", "nvfp4"), "fp8", List.of("fp8", "mxfp8"));

    private final PlainWishes wishes;

    DeclaredWishes(PlainWishes wishes) {
        this.wishes = wishes;
    }

    /** What others demand of endpoints, in no order. */
    Stream<Objection> bounded(String slug, int endpoint) {
        PlainOffer offer = wishes.offer(slug, endpoint);
        return wishes.bounds().stream()
                .filter(bound -> bound.needs().stream()
                                .anyMatch(need -> !offer.capabilities().contains(need))
                        || isDearer(offer.prompt(), bound.maxPrompt(), offer)
                        || isDearer(offer.completion(), bound.maxCompletion(), offer))
                .map(bound -> new Objection(
                        1 + 3 * PlainList.SPEAKERS.indexOf(bound.speaker()) + PLACE_BEHIND_LISTS,
                        bound.needs().isEmpty() ? "max_price" : "capability",
                        bound.location(),
                        Set.of((bound.needs().isEmpty() ? "dearer than the " : "incapable for the ")
                                + bound.speaker())));
    }

    /** What the request itself has against an endpoint, the gravest first. */
    Stream<Objection> unwanted(String provider, String slug, int endpoint) {
        PlainOffer offer = wishes.offer(slug, endpoint);
        List<String> only = wishes.only();
        List<String> quantizations = wishes.quantizations();
        Stream.Builder<Objection> unwanted = Stream.builder();
        if (only != null && only.stream().noneMatch(name -> name.equalsIgnoreCase(provider))) {
            unwanted.add(wish("allowed_providers", "only"));
        }
        if (wishes.ignore().stream()
                .anyMatch(name -> name.equalsIgnoreCase(provider) || name.equalsIgnoreCase(provider + "/turbo"))) {
            unwanted.add(wish("allowed_providers", "ignore"));
        }
        if (quantizations != null
                && quantizations.stream()
                        .noneMatch(name ->
                                RELATIVES.getOrDefault(name, List.of(name)).contains(offer.quantization()))) {
            unwanted.add(wish("quantization", "quantizations"));
        }
        if (wishes.needs().stream().anyMatch(need -> !offer.capabilities().contains(need))) {
            unwanted.add(wish("capability", "require_parameters"));
        }
        if (isDearer(offer.prompt(), wishes.maxPrompt(), offer)
                || isDearer(offer.completion(), wishes.maxCompletion(), offer)
                || isDearer(Optional.ofNullable(offer.request()).orElse(0), wishes.maxRequest(), offer)) {
            unwanted.add(wish("max_price", "max_price"));
        }
        if (wishes.untold().contains(provider)) {
            unwanted.add(new Objection(200, "capability", "request seed", Set.of("request's seed")));
        }
        return unwanted.build();
    }

    private static boolean isDearer(@Nullable Integer price, @Nullable Integer most, PlainOffer offer) {
        return most != null && (offer.prompt() == null || price == null || price > most);
    }

    private static Objection wish(String reason, String field) {
        return new Objection(200, reason, "request provider." + field, Set.of("request's " + field));
    }
}

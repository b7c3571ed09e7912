package dev.byok.command.catalog;

import dev.byok.command.catalog.CatalogModel.Served;
import dev.byok.policy.Glob;
import dev.byok.provider.ProviderPreset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes models of the entries of a price list. */
final class Catalog {

    /** The policy's own bounds for a slug. */
    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}");

    private final List<Target> targets;
    private final List<Glob> only;
    private final ImportReport report;
    private final Set<String> openAi = new HashSet<>();
    private final Map<String, Offer> taken = new HashMap<>();
    private final SortedMap<String, List<Offer>> bySlug = new TreeMap<>();

    /**
     * @param targets whose models are asked for; empty for all
     * @param only which slugs; empty for all
     */
    Catalog(List<Target> targets, List<Glob> only, ImportReport report) {
        this.targets = List.copyOf(targets);
        this.only = List.copyOf(only);
        this.report = report;
    }

    /** Returns what was asked for of a list, by slug, and reports what of that is not among it. */
    List<CatalogModel> of(List<ListedModel> listed) {
        listed.stream()
                .filter(entry -> entry.offer() != null && entry.preset() == ProviderPreset.OPENAI)
                .forEach(entry -> openAi.add(String.valueOf(entry.model())));
        // A name that is the provider's own before one that the list has for the same.
        listed.stream()
                .sorted(Comparator.comparing(
                        (ListedModel entry) -> !entry.entry().contains("/")))
                .forEach(this::add);
        return bySlug.entrySet().stream()
                .map(entry -> model(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void add(ListedModel entry) {
        ProviderPreset preset = entry.preset();
        String slug = slug(entry);
        if (!isAskedFor(preset, slug)) {
            return;
        }
        Offer offer = entry.offer();
        String why = Reasons.first(entry.leftOut(), offer == null || slug == null ? null : whyNot(offer, slug));
        if (why != null || offer == null || slug == null) {
            report.leftOut(entry.entry(), String.valueOf(why));
            return;
        }
        taken.put(identity(offer), offer);
        bySlug.computeIfAbsent(slug, any -> new ArrayList<>()).add(offer);
        offer.without().forEach(what -> report.without(entry.entry(), what));
    }

    private @Nullable String slug(ListedModel entry) {
        return entry.preset() == null || entry.model() == null
                ? null
                : ListedProviders.slug(entry.preset(), entry.model(), openAi.contains(entry.model()));
    }

    private boolean isAskedFor(@Nullable ProviderPreset preset, @Nullable String slug) {
        boolean provider = targets.isEmpty() || targets.stream().anyMatch(target -> target.preset() == preset);
        return provider && (only.isEmpty() || (slug != null && Glob.anyMatches(only, slug)));
    }

    private @Nullable String whyNot(Offer offer, String slug) {
        if (!SLUG.matcher(slug).matches()) {
            return "a name that the policy cannot hold";
        }
        if (!ListPrice.fits(offer.price())) {
            return "a price that the policy cannot hold";
        }
        Offer twin = taken.get(identity(offer));
        if (twin == null) {
            return null;
        }
        return offer.price().equals(twin.price()) ? "listed twice" : "listed twice, with another price";
    }

    private CatalogModel model(String slug, List<Offer> offers) {
        Integer context = offers.stream()
                .map(Offer::context)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        List<Served> endpoints = offers.stream()
                .sorted(Comparator.comparing(Offer::preset, ListedProviders.order())
                        .thenComparing(Offer::model))
                .flatMap(offer -> served(offer).stream())
                .toList();
        return new CatalogModel(slug, context, endpoints);
    }

    private List<Served> served(Offer offer) {
        List<Target> names = targets.isEmpty() ? List.of(Target.of(offer.preset())) : targets;
        return names.stream()
                .filter(target -> target.preset() == offer.preset())
                .map(target -> new Served(target.name(), offer.model(), offer.price()))
                .toList();
    }

    private static String identity(Offer offer) {
        return offer.preset() + " " + offer.model();
    }
}

package dev.byok.plan;

import dev.byok.plan.PlainCase.PlainKey;
import dev.byok.plan.PlainCase.PlainList;
import dev.byok.plan.PlainCeilings.PlainCeiling;
import dev.byok.plan.PlainData.PlainDemand;
import dev.byok.plan.PlainData.PlainPolicy;
import dev.byok.plan.PlainSubstitutes.PlainOthers;
import dev.byok.plan.PlainWishes.PlainBound;
import dev.byok.plan.PlainWishes.PlainOffer;
import dev.byok.policy.Caller;
import dev.byok.policy.Capability;
import dev.byok.policy.Ceiling;
import dev.byok.policy.Ceilings;
import dev.byok.policy.DataClass;
import dev.byok.policy.DataDeclarations;
import dev.byok.policy.DataDemand;
import dev.byok.policy.DataPolicy;
import dev.byok.policy.Delivery;
import dev.byok.policy.Endpoint;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Glob;
import dev.byok.policy.Guardrails;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.KeyNotes;
import dev.byok.policy.Model;
import dev.byok.policy.ModelFallback;
import dev.byok.policy.NameList;
import dev.byok.policy.OnFailure;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Quantizations;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Waiting;
import dev.byok.policy.Workspace;
import dev.byok.price.MaxPrice;
import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import dev.byok.quota.Demand;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link PlainCase} in the vocabulary of the compiled policy. */
record CompiledCase(PlainCase plain, PolicySnapshot policy, PlanRequest request) {

    static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    static CompiledCase of(PlainCase plain) {
        Map<String, Model> models = new LinkedHashMap<>();
        plain.models().forEach((slug, providers) -> models.put(slug, model(slug, providers, plain)));
        Workspace own = new Workspace(
                plain.workspace(),
                true,
                Objects.requireNonNull(globs(plain.grants())),
                plain.sharedCapacity(),
                keysOf(plain, plain.workspace()),
                location(PlainCase.GRANT));
        Workspace foreign = new Workspace(
                "globex", true, List.of(Glob.of("*")), true, keysOf(plain, "globex"), location("policy.yml:99"));
        PolicySnapshot policy = new PolicySnapshot(
                "random",
                Map.of(),
                models,
                Map.of(own.name(), own, foreign.name(), foreign),
                keysOf(plain, "operator"),
                new GatewayKeys(List.of()),
                Map.of(),
                List.of());
        List<Model> requested = new ArrayList<>();
        plain.requested().forEach(slug -> requested.add(Objects.requireNonNull(models.get(slug))));
        PlanRequest request = new PlanRequest(
                caller(plain),
                requested,
                new Extent(
                        requested.size() - plain.substitutes().added(),
                        plain.ceilings().answers(),
                        plain.ceilings().asked()),
                narrowing(plain),
                InstantSource.fixed(NOW),
                new CaseHealth(plain, NOW),
                Demand.ofRequest(
                        DeclaredCeilings.PROMPT,
                        (long) plain.ceilings().asked() * plain.ceilings().answers()),
                CompiledRanking.preferences(plain));
        return new CompiledCase(plain, policy, request);
    }

    private static Narrowing narrowing(PlainCase plain) {
        Narrowing narrowing = Narrowing.NONE;
        for (PlainList list : plain.lists()) {
            if (list.speaker().equals("route")) {
                narrowing = list.of().equals("model")
                        ? narrowing.onModels(names(list))
                        : narrowing.onProviders(names(list));
            }
        }
        if (plain.routeStrict()) {
            narrowing = narrowing.ownKeysOnly(SourceLocation.ofRoute("llm"));
        }
        if (plain.requestStrict()) {
            narrowing = narrowing.ownKeysOnly(location(PlainCase.CALLER));
        }
        DataDemand demand = demand(plain, "route");
        Guardrails ofRoute = Guardrails.NONE;
        for (PlainCeiling ceiling : plain.ceilings().said()) {
            ofRoute = ceiling.speaker().equals("route") ? ofRoute.upTo(ceilings(ceiling)) : ofRoute;
        }
        return narrowing
                .under(new DataClass("any", 0, ofRoute, demand, location(PlainCase.PROFILE)))
                .asRequested(demand(plain, "request"), limits(plain.wishes()))
                .carriedBy(endpoint ->
                        plain.wishes().untold().contains(endpoint.provider().name()) ? "seed" : null);
    }

    private static DataDemand demand(PlainCase plain, String speaker) {
        DataDemand demand = DataDemand.NONE;
        for (PlainDemand said : plain.data().demands()) {
            if (said.speaker().equals(speaker)) {
                SourceLocation here = location(said.location());
                demand = demand.and(new DataDemand(
                        said.what().equals("zdr") ? here : null,
                        said.what().equals("training") ? here : null,
                        said.what().equals("regions")
                                ? List.of(NameList.allowing(Objects.requireNonNull(globs(said.regions())), here))
                                : List.of(),
                        said.what().equals("own-keys") ? here : null,
                        null));
            }
        }
        return demand;
    }

    private static Guardrails guardrails(PlainCase plain, String speaker) {
        Guardrails guardrails = Guardrails.NONE;
        for (PlainList list : plain.lists()) {
            if (list.speaker().equals(speaker)) {
                guardrails = list.of().equals("model")
                        ? guardrails.onModels(names(list))
                        : guardrails.onProviders(names(list));
            }
        }
        for (PlainBound bound : plain.wishes().bounds()) {
            if (bound.speaker().equals(speaker)) {
                SourceLocation here = location(bound.location());
                guardrails = guardrails.within(
                        bound.needs().isEmpty()
                                ? EndpointBound.upTo(
                                        new MaxPrice(usd(bound.maxPrompt()), usd(bound.maxCompletion()), null), here)
                                : EndpointBound.requiring(capabilities(bound.needs()), here));
            }
        }
        for (PlainCeiling ceiling : plain.ceilings().said()) {
            if (ceiling.speaker().equals(speaker)) {
                guardrails = guardrails.upTo(ceilings(ceiling));
            }
        }
        return guardrails;
    }

    private static Ceilings ceilings(PlainCeiling said) {
        SourceLocation here = location(said.location());
        Integer tokens = said.maxTokens();
        Integer price = said.maxPrice();
        return new Ceilings(
                tokens == null ? null : new Ceiling<>(tokens, here),
                price == null ? null : new Ceiling<>(BigDecimal.valueOf(price, 6), here));
    }

    private static NameList names(PlainList list) {
        SourceLocation location =
                list.speaker().equals("route") ? SourceLocation.ofRoute("llm") : location(list.location());
        return new NameList(Objects.requireNonNull(globs(list.globs())), list.allows(), location);
    }

    private static Caller caller(PlainCase plain) {
        List<PlainTaste> tastes = plain.ranking().tastes();
        List<PlainOthers> others = plain.substitutes().said();
        Profile profile =
                profile("standard", taste(tastes, 0), others(others, 0), plain.profileStrict(), plain, "profile");
        for (int route = 1; route < Math.max(tastes.size(), others.size()); route++) {
            profile = profile.on(profile("route", taste(tastes, route), others(others, route), false, plain, "nobody"));
        }
        return new Caller(
                plain.caller(),
                plain.workspace(),
                plain.member(),
                plain.environment(),
                profile,
                List.of(),
                guardrails(plain, "caller"),
                true,
                plain.callerStrict(),
                demand(plain, "caller"),
                null,
                false,
                location(PlainCase.CALLER));
    }

    private static PlainTaste taste(List<PlainTaste> tastes, int number) {
        return number < tastes.size() ? tastes.get(number) : new PlainTaste(List.of(), null, null, null);
    }

    private static PlainOthers others(List<PlainOthers> others, int number) {
        return number < others.size() ? others.get(number) : new PlainOthers(false, null, 1);
    }

    private static Profile profile(
            String name, PlainTaste taste, PlainOthers others, boolean strict, PlainCase plain, String speaker) {
        return new Profile(
                name,
                8,
                strict,
                false,
                guardrails(plain, speaker),
                demand(plain, speaker),
                null,
                Timeouts.NONE,
                Waiting.DEFAULT,
                Delivery.LIVE,
                CompiledRanking.balancing(taste),
                fallback(others),
                CompiledRanking.said(taste),
                location(PlainCase.PROFILE));
    }

    private static ModelFallback fallback(PlainOthers said) {
        Integer percent = said.maxPercent();
        SourceLocation here = location(said.location());
        return new ModelFallback(
                null,
                said.forbidden() ? here : null,
                percent == null ? null : new ModelFallback.MaxCost(BigDecimal.valueOf(percent, 2), here));
    }

    private static Model model(String slug, List<String> providers, PlainCase plain) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String name : providers) {
            PlainPolicy said = plain.data().policyOf(name);
            PlainOffer offer = plain.wishes().offer(slug, endpoints.size());
            Provider provider = new Provider(
                    name,
                    ProviderPreset.COMPATIBLE,
                    URI.create("http://" + name + ".test"),
                    Provider.AuthScheme.NONE,
                    Timeouts.NONE,
                    location("providers.yml:1"),
                    Set.of(),
                    new DataPolicy(said.zdr(), said.trains(), said.region()));
            endpoints.add(new Endpoint(
                    provider,
                    "upstream-" + endpoints.size(),
                    price(offer),
                    offer.quantization(),
                    capabilities(offer.capabilities()),
                    CompiledRanking.location(slug)));
        }
        PlainCeilings ceilings = plain.ceilings();
        return new Model(
                slug,
                ceilings.contexts().get(slug),
                ceilings.maxOutputs().get(slug),
                endpoints,
                location("models.yml:1"));
    }

    private static @Nullable Price price(PlainOffer offer) {
        return offer.prompt() == null
                ? null
                : new Price(
                        BigDecimal.valueOf(offer.prompt()),
                        usd(offer.completion()),
                        null,
                        null,
                        null,
                        usd(offer.request()));
    }

    private static @Nullable BigDecimal usd(@Nullable Integer amount) {
        return amount == null ? null : BigDecimal.valueOf(amount);
    }

    private static Set<Capability> capabilities(List<String> words) {
        return words.stream()
                .map(Capability::byText)
                .map(Objects::requireNonNull)
                .collect(Collectors.toSet());
    }

    private static RequestLimits limits(PlainWishes wishes) {
        List<String> only = wishes.only();
        List<String> quantizations = wishes.quantizations();
        MaxPrice most = new MaxPrice(usd(wishes.maxPrompt()), usd(wishes.maxCompletion()), usd(wishes.maxRequest()));
        return new RequestLimits(
                only == null ? null : Set.copyOf(only),
                Set.copyOf(wishes.ignore()),
                quantizations == null ? null : Quantizations.including(quantizations),
                capabilities(wishes.needs()),
                most.equals(new MaxPrice(null, null, null)) ? null : most);
    }

    private static Map<String, List<ProviderKey>> keysOf(PlainCase plain, String workspace) {
        Map<String, List<ProviderKey>> byProvider = new LinkedHashMap<>();
        for (PlainKey key : plain.keys()) {
            if (key.workspace().equals(workspace)) {
                byProvider
                        .computeIfAbsent(key.provider(), provider -> new ArrayList<>())
                        .add(key(key, plain.ranking()));
            }
        }
        Comparator<ProviderKey> order = Comparator.comparing(ProviderKey::tier).thenComparing(ProviderKey::position);
        byProvider.values().forEach(keys -> keys.sort(order));
        return byProvider;
    }

    private static ProviderKey key(PlainKey key, PlainRanking ranking) {
        KeyFilters filters = new KeyFilters(
                globs(key.filters().get("models")),
                globs(key.filters().get("api-keys")),
                globs(key.filters().get("members")),
                globs(key.filters().get("environments")));
        return new ProviderKey(
                key.name(),
                key.provider(),
                Tier.valueOf(constant(key.section())),
                key.position(),
                null,
                key.enabled(),
                key.expiresIn() == null ? null : NOW.plusSeconds(key.expiresIn()),
                filters,
                SharedCapacityRule.valueOf(constant(key.sharedCapacity())),
                OnFailure.valueOf(constant(key.onFailure())),
                location(key.location()),
                KeyNotes.NONE,
                new DataDeclarations(key.contract().zdr(), key.contract().region()),
                ranking.weights().getOrDefault(key.name(), 1));
    }

    private static @Nullable List<Glob> globs(@Nullable List<String> patterns) {
        return patterns == null ? null : patterns.stream().map(Glob::of).toList();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static SourceLocation location(String text) {
        int colon = text.indexOf(':');
        return new SourceLocation(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}

package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.HealthView;
import dev.byok.health.Standing;
import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Balancing;
import dev.byok.policy.Caller;
import dev.byok.policy.DataClass;
import dev.byok.policy.DataDemand;
import dev.byok.policy.DataPolicy;
import dev.byok.policy.Delivery;
import dev.byok.policy.Endpoint;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Glob;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Model;
import dev.byok.policy.NameList;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Waiting;
import dev.byok.policy.Workspace;
import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import dev.byok.quota.Demand;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small policy and a caller, written down by an example. Keys keep the order in which they are given; every thing lies
 * in a file of its own name, so that a location can be told by what it belongs to.
 */
final class Scenario {

    static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    /** Knows nothing against anybody. */
    static final HealthView HEALTHY = (workspace, key, endpoint, now) -> Standing.READY;

    private static final Demand DEMAND = Demand.ofRequest(10, 20);

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final List<ScenarioKey> keys = new ArrayList<>();
    private List<Glob> grants = List.of(Glob.of("*"));
    private boolean sharedCapacity = true;
    private boolean profileStrict;
    private boolean callerStrict;
    private Narrowing narrowing = Narrowing.NONE;
    private Guardrails ofCaller = Guardrails.NONE;
    private Guardrails ofProfile = Guardrails.NONE;
    private DataDemand demandOfCaller = DataDemand.NONE;
    private DataDemand demandOfProfile = DataDemand.NONE;
    private Balancing balancing = Balancing.DEFAULT;
    private Preferences preferences = Preferences.NONE;
    private final Map<String, Price> prices = new HashMap<>();
    private final Set<String> troubled = new HashSet<>();
    private final Map<String, DataPolicy> dataPolicies = new HashMap<>();
    private String caller = "content-agent";
    private @Nullable String member;
    private @Nullable String environment;
    private HealthView health = new Known();
    private InstantSource clock = InstantSource.fixed(NOW);
    private final Set<String> cooling = new HashSet<>();
    private final Set<String> usedUp = new HashSet<>();

    /** Endpoints are named after their provider; the second one of a provider is {@code openai-2}. */
    Scenario model(String slug, String... providers) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String provider : providers) {
            long earlier = endpoints.stream()
                    .filter(endpoint -> endpoint.provider().name().equals(provider))
                    .count();
            String upstream = earlier == 0 ? provider : provider + "-" + (earlier + 1);
            endpoints.add(new Endpoint(provider(provider), upstream, prices.get(upstream), at(slug)));
        }
        models.put(slug, new Model(slug, null, endpoints, at(slug)));
        return this;
    }

    Scenario prioritized(String provider, String... names) {
        for (String name : names) {
            keys.add(new ScenarioKey(provider, Tier.PRIORITIZED, name));
        }
        return this;
    }

    Scenario fallback(String provider, String... names) {
        for (String name : names) {
            keys.add(new ScenarioKey(provider, Tier.FALLBACK, name));
        }
        return this;
    }

    Scenario shared(String provider, String... names) {
        for (String name : names) {
            keys.add(new ScenarioKey(provider, Tier.SHARED, name));
        }
        return this;
    }

    /** Returns the key of this name, to say more about it. */
    ScenarioKey key(String name) {
        return keys.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    Scenario grants(String... providers) {
        grants = List.of(providers).stream().map(Glob::of).toList();
        return this;
    }

    Scenario withoutSharedCapacity() {
        sharedCapacity = false;
        return this;
    }

    Scenario strictProfile() {
        profileStrict = true;
        return this;
    }

    Scenario strictCaller() {
        callerStrict = true;
        return this;
    }

    Scenario strictRequest() {
        narrowing = narrowing.ownKeysOnly(at("caller"));
        return this;
    }

    /** As the route of this name says. */
    Scenario strictRoute(String route) {
        narrowing = narrowing.ownKeysOnly(SourceLocation.ofRoute(route));
        return this;
    }

    Scenario routeModels(String route, String... globs) {
        narrowing = narrowing.onModels(allowing(SourceLocation.ofRoute(route), globs));
        return this;
    }

    Scenario routeProviders(String route, String... globs) {
        narrowing = narrowing.onProviders(allowing(SourceLocation.ofRoute(route), globs));
        return this;
    }

    /** As a profile says that the route names. */
    Scenario routeProfile(String profile, boolean strict, String... providers) {
        narrowing = narrowing.under(new Profile(
                profile,
                8,
                strict,
                false,
                Guardrails.NONE.onProviders(allowing(at(profile), providers)),
                null,
                Timeouts.NONE,
                Waiting.DEFAULT,
                Delivery.LIVE,
                at(profile)));
        return this;
    }

    Scenario callerModels(String... globs) {
        ofCaller = ofCaller.onModels(allowing(at("caller"), globs));
        return this;
    }

    Scenario callerIgnoresProviders(String... globs) {
        ofCaller = ofCaller.onProviders(NameList.ignoring(globs(globs), at("caller")));
        return this;
    }

    Scenario profileProviders(String... globs) {
        ofProfile = ofProfile.onProviders(allowing(at("profile"), globs));
        return this;
    }

    /** Says what a provider does with content; to be said before its models. */
    Scenario dataPolicy(String provider, boolean zdr, boolean trains, @Nullable String region) {
        dataPolicies.put(provider, new DataPolicy(zdr, trains, region));
        return this;
    }

    /** Says what an endpoint charges for prompt and completion; to be said before its model. */
    Scenario price(String endpoint, String prompt, @Nullable String completion) {
        BigDecimal answer = completion == null ? null : new BigDecimal(completion);
        prices.put(endpoint, new Price(new BigDecimal(prompt), answer, null, null, null, null));
        return this;
    }

    /** These endpoints were out lately. */
    Scenario troubled(String... endpoints) {
        troubled.addAll(List.of(endpoints));
        return this;
    }

    Scenario balancing(Balancing ofProfile) {
        balancing = ofProfile;
        return this;
    }

    Scenario preferences(Preferences ofRequest) {
        preferences = ofRequest;
        return this;
    }

    Scenario callerDemands(DataDemand demand) {
        demandOfCaller = demandOfCaller.and(demand);
        return this;
    }

    Scenario profileDemands(DataDemand demand) {
        demandOfProfile = demandOfProfile.and(demand);
        return this;
    }

    /** As a route or the request itself says. */
    Scenario requestDemands(DataDemand demand) {
        narrowing = narrowing.under(new DataClass("any", 0, Guardrails.NONE, demand, at("class")));
        return this;
    }

    /** Has a provider not be told this field of the request. */
    Scenario untold(String provider, String field) {
        narrowing = narrowing.carriedBy(endpoint -> endpoint.provider().name().equals(provider) ? field : null);
        return this;
    }

    private static NameList allowing(SourceLocation location, String... globs) {
        return NameList.allowing(globs(globs), location);
    }

    private static List<Glob> globs(String... globs) {
        return List.of(globs).stream().map(Glob::of).toList();
    }

    Scenario caller(String name) {
        caller = name;
        return this;
    }

    Scenario member(String name) {
        member = name;
        return this;
    }

    Scenario environment(String name) {
        environment = name;
        return this;
    }

    Scenario clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** In place of what {@link #cooling} and {@link #usedUp} say. */
    Scenario health(HealthView view) {
        health = view;
        return this;
    }

    /** These keys, or keys at an endpoint written as {@code A at openai-2}, cool down. */
    Scenario cooling(String... keys) {
        cooling.addAll(List.of(keys));
        return this;
    }

    /** What is left of these keys' limits, or at an endpoint as above, does not carry the request. */
    Scenario usedUp(String... keys) {
        usedUp.addAll(List.of(keys));
        return this;
    }

    /** Plans a request for the models in this order. */
    PlanText plan(String... slugs) {
        Profile profile = new Profile(
                "standard",
                8,
                profileStrict,
                false,
                ofProfile,
                demandOfProfile,
                null,
                Timeouts.NONE,
                Waiting.DEFAULT,
                Delivery.LIVE,
                balancing,
                Set.of(),
                at("profile"));
        Caller who = new Caller(
                caller,
                "acme",
                member,
                environment,
                profile,
                List.of(),
                ofCaller,
                true,
                callerStrict,
                demandOfCaller,
                null,
                false,
                at("caller"));
        List<Model> requested = List.of(slugs).stream().map(this::model).toList();
        PlanRequest request = new PlanRequest(who, requested, narrowing, clock, health, DEMAND, preferences);
        return new PlanText(new Planner().plan(snapshot(), request));
    }

    private final class Known implements HealthView {

        @Override
        public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
            return isIn(cooling, key, endpoint)
                    ? new Standing(OutcomeClass.RATE_LIMITED, NOW.plusSeconds(60))
                    : Standing.READY;
        }

        @Override
        public boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
            assertThat(demand).isEqualTo(DEMAND);
            return !isIn(usedUp, key, endpoint);
        }

        @Override
        public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
            return troubled.contains(endpoint.upstreamModel());
        }

        private static boolean isIn(Set<String> keys, ProviderKey key, Endpoint endpoint) {
            return keys.contains(key.name()) || keys.contains(key.name() + " at " + endpoint.upstreamModel());
        }
    }

    private Model model(String slug) {
        Model model = models.get(slug);
        if (model == null) {
            throw new IllegalArgumentException(slug);
        }
        return model;
    }

    private PolicySnapshot snapshot() {
        Map<String, List<ProviderKey>> own = keysByProvider(List.of(Tier.PRIORITIZED, Tier.FALLBACK));
        Workspace acme = new Workspace("acme", true, grants, sharedCapacity, own, at("grant"));
        return new PolicySnapshot(
                "test",
                Map.of(),
                models,
                Map.of("acme", acme),
                keysByProvider(List.of(Tier.SHARED)),
                new GatewayKeys(List.of()),
                Map.of(),
                List.of());
    }

    private Map<String, List<ProviderKey>> keysByProvider(List<Tier> tiers) {
        Map<String, List<ProviderKey>> byProvider = new LinkedHashMap<>();
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (Tier tier : tiers) {
            for (ScenarioKey key : keys) {
                if (key.tier() == tier) {
                    int position = positions.merge(key.provider() + " " + tier, 1, Integer::sum) - 1;
                    byProvider
                            .computeIfAbsent(key.provider(), provider -> new ArrayList<>())
                            .add(key.toProviderKey(position));
                }
            }
        }
        return byProvider;
    }

    private Provider provider(String name) {
        return new Provider(
                name,
                ProviderPreset.COMPATIBLE,
                URI.create("http://" + name + ".test"),
                Provider.AuthScheme.NONE,
                Timeouts.NONE,
                at(name),
                Set.of(),
                dataPolicies.getOrDefault(name, DataPolicy.UNKNOWN));
    }

    static SourceLocation at(String thing) {
        return new SourceLocation(thing, 1);
    }
}

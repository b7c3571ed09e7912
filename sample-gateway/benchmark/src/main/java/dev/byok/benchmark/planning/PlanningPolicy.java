package dev.byok.benchmark.planning;

import dev.byok.health.Admission;
import dev.byok.health.InMemoryHealth;
import dev.byok.health.Permit;
import dev.byok.health.RevocableHealth;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Draw;
import dev.byok.plan.Narrowing;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Preferences;
import dev.byok.plan.Preferences.Asked;
import dev.byok.policy.Balancing;
import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Glob;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.Percentiles;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.Sort;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Workspace;
import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import dev.byok.quota.Demand;
import dev.byok.quota.Metered;
import dev.byok.quota.Quota;
import dev.byok.quota.Remaining;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.rotation.InMemoryKeyUses;
import dev.byok.secret.SecretReference;
import dev.byok.speed.InMemorySpeeds;
import dev.byok.sticky.InMemoryPins;
import dev.byok.sticky.Pin;
import dev.byok.sticky.PinKey;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A policy with a number of keys, and one caller's request for a model with ten endpoints. */
final class PlanningPolicy {

    static final int ENDPOINTS = 10;

    private static final String OURS = "workspace-0";
    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Quota PLENTY =
            new Quota(List.of(new Remaining("requests", Metered.REQUESTS, 1_000_000, NOW.plus(MINUTE))));
    private static final Outcome LIMITED =
            new Outcome(OutcomeClass.RATE_LIMITED, SubClass.NONE, 429, MINUTE, ProviderError.NONE);
    private static final SourceLocation HERE = new SourceLocation("byok/models.yml", 1);

    private final Shape shape;
    private final int sets;
    private final List<Provider> providers =
            IntStream.range(0, ENDPOINTS).mapToObj(PlanningPolicy::provider).toList();
    private final Model model;
    private final boolean priced;

    /**
     * Keys come in sets of ten, one per endpoint.
     *
     * @param keys a multiple of ten
     */
    PlanningPolicy(Shape shape, int keys) {
        this(shape, keys, false);
    }

    /**
     * As above.
     *
     * @param priced whether endpoints have prices and keys have weights
     */
    PlanningPolicy(Shape shape, int keys, boolean priced) {
        if (keys < ENDPOINTS || keys % ENDPOINTS != 0) {
            throw new IllegalArgumentException("expected a multiple of " + ENDPOINTS + ", got " + keys);
        }
        this.shape = shape;
        this.sets = keys / ENDPOINTS;
        this.priced = priced;
        this.model = model();
    }

    private Model model() {
        List<Endpoint> endpoints = providers.stream()
                .map(provider -> new Endpoint(
                        provider,
                        "chat-of-" + provider.name(),
                        priced ? price(providers.indexOf(provider)) : null,
                        HERE))
                .toList();
        return new Model("bench/chat", null, endpoints, HERE);
    }

    private static Price price(int place) {
        BigDecimal prompt = BigDecimal.valueOf(125 + place, 2);
        return new Price(prompt, BigDecimal.valueOf(10L + place), null, null, null, null);
    }

    PolicySnapshot policy() {
        Map<String, Workspace> workspaces = new HashMap<>();
        if (shape == Shape.OTHERS) {
            IntStream.range(0, sets).forEach(set -> add(workspaces, workspaceOf(set), set, set + 1));
        } else {
            add(workspaces, OURS, 0, sets);
        }
        return new PolicySnapshot(
                "planning",
                Map.of(),
                Map.of(model.slug(), model),
                workspaces,
                Map.of(),
                new GatewayKeys(List.of()),
                Map.of(),
                List.of());
    }

    /**
     * Returns a request as a busy gateway makes it: all keys have been used and have told what is left of their limits, and
     * in each tenth set those of the first five endpoints are rate-limited.
     */
    PlanRequest request() {
        Caller caller = new Caller(callerOf(0), OURS, null, null, Profile.DEFAULT, true, false, HERE);
        RevocableHealth health = new RevocableHealth(health(), new InMemoryRevocations(), caller);
        return new PlanRequest(
                caller, List.of(model), Narrowing.NONE, InstantSource.fixed(NOW), health, Demand.ofRequest(500, 500));
    }

    /**
     * Returns the same request with every rule of the order in use: a sort by measured latency that limits slow endpoints, weighted
     * keys, and a conversation that is pinned to the last endpoint.
     */
    PlanRequest rankedRequest() {
        PlanRequest plain = request();
        Profile ofCaller = plain.caller().profile();
        Balancing balancing = new Balancing(List.of("provider-5"), Sort.By.LATENCY, Rotation.WEIGHTED, true, true);
        Profile profile = new Profile(
                "ranked",
                ofCaller.maxAttempts(),
                false,
                false,
                ofCaller.guardrails(),
                ofCaller.demand(),
                null,
                ofCaller.timeouts(),
                ofCaller.waiting(),
                ofCaller.delivery(),
                balancing,
                Set.of(),
                HERE);
        InMemorySpeeds speeds = new InMemorySpeeds();
        model.endpoints().forEach(endpoint -> speeds.began(endpoint, Duration.ofMillis(300), NOW));
        InMemoryPins pins = new InMemoryPins();
        PinKey conversation = PinKey.of(OURS, callerOf(0), model.slug(), "conversation");
        pins.keep(conversation, new Pin("provider-9", "chat-of-provider-9", "provider-9-3", Tier.PRIORITIZED), NOW);
        Asked asked = new Asked(List.of(), true, null, null, new Percentiles(1.0, null, 2.0, null));
        Preferences preferences = new Preferences(
                asked,
                Map.of(),
                slug -> pins.find(PinKey.of(OURS, callerOf(0), slug, "conversation"), NOW),
                speeds,
                new InMemoryKeyUses(),
                Draw.of(4711));
        return new PlanRequest(
                plain.caller().with(profile),
                plain.models(),
                plain.narrowing(),
                plain.clock(),
                plain.health(),
                plain.demand(),
                preferences);
    }

    private InMemoryHealth health() {
        InMemoryHealth health = new InMemoryHealth();
        for (int set = 0; set < sets; set++) {
            String workspace = shape == Shape.OTHERS ? workspaceOf(set) : OURS;
            for (int place = 0; place < ENDPOINTS; place++) {
                ProviderKey key = key(workspace, providers.get(place), set, set);
                Endpoint endpoint = model.endpoints().get(place);
                Admission admission = health.admit(workspace, key, endpoint, Demand.NONE, NOW);
                Permit permit = ((Admission.Granted) admission).permit();
                permit.told(PLENTY, NOW);
                if (set % 10 == 0 && place < ENDPOINTS / 2) {
                    permit.failed(LIMITED, true, NOW);
                } else {
                    permit.succeeded(NOW);
                }
            }
        }
        return health;
    }

    private void add(Map<String, Workspace> workspaces, String name, int from, int to) {
        Map<String, List<ProviderKey>> keys = new HashMap<>();
        for (Provider provider : providers) {
            List<ProviderKey> ofProvider = new ArrayList<>(to - from);
            for (int set = from; set < to; set++) {
                ofProvider.add(key(name, provider, set, set - from));
            }
            keys.put(provider.name(), List.copyOf(ofProvider));
        }
        SourceLocation grant = new SourceLocation("byok/policy.yml", 9);
        workspaces.put(name, new Workspace(name, true, List.of(Glob.of("*")), true, keys, grant));
    }

    private ProviderKey key(String workspace, Provider provider, int set, int position) {
        KeyFilters filters = shape == Shape.PINNED
                ? new KeyFilters(null, List.of(Glob.of(callerOf(set))), null, null)
                : KeyFilters.NONE;
        String name = provider.name() + "-" + set;
        return new ProviderKey(
                name,
                provider.name(),
                Tier.PRIORITIZED,
                position,
                new SecretReference("file", "/run/secrets/" + name, null),
                true,
                null,
                filters,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                new SourceLocation("byok/workspaces/" + workspace + ".yml", position));
    }

    private static String workspaceOf(int set) {
        return "workspace-" + set;
    }

    private static String callerOf(int set) {
        return "caller-" + set;
    }

    private static Provider provider(int number) {
        return new Provider(
                "provider-" + number,
                ProviderPreset.COMPATIBLE,
                URI.create("https://provider-" + number + ".example/v1"),
                Provider.AuthScheme.BEARER,
                Timeouts.NONE,
                HERE);
    }
}

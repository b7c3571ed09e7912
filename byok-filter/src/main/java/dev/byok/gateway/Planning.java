package dev.byok.gateway;

import dev.byok.health.Health;
import dev.byok.health.HealthView;
import dev.byok.health.RevocableHealth;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.plan.Attempt;
import dev.byok.plan.Draw;
import dev.byok.plan.Extent;
import dev.byok.plan.Narrowing;
import dev.byok.plan.Plan;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.plan.Preferences;
import dev.byok.plan.RequestedModels;
import dev.byok.policy.Caller;
import dev.byok.policy.Ceiling;
import dev.byok.policy.DataClass;
import dev.byok.policy.Delivery;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.provider.Dialect;
import dev.byok.quota.Demand;
import dev.byok.request.BodyFacts;
import dev.byok.revocation.Revocations;
import dev.byok.simulation.InvalidSimulationException;
import dev.byok.simulation.Simulation;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Makes the plan of a request from what its policy, its caller, its body and its own headers say. Changes nothing. */
final class Planning {

    /** The request's own word for strictness; it may be stricter than the policy, never looser. */
    static final String STRICT_HEADER = "x-byok-strict";

    /** The request's own word for when the answer becomes its caller's. */
    static final String DELIVERY_HEADER = "x-byok-delivery";

    /** The request's own word on models other than its first. */
    static final String SUBSTITUTION_HEADER = "x-byok-substitution";

    /** The request's own word for what kind of content it has; it may be more closed than its caller's, never more open. */
    static final String DATA_CLASS_HEADER = "x-byok-data-class";

    /** The request's own word for which of its caller's profiles holds. */
    static final String PROFILE_HEADER = "x-byok-profile";

    /** Asks for the plan alone. */
    static final String DRY_RUN_HEADER = "x-byok-dry-run";

    /** Says what keys would answer in a test, instead of asking them. */
    static final String SIMULATE_HEADER = "x-byok-simulate";

    private static final String PREFIX = "x-byok-";

    private static final Set<String> SUPPORTED = Set.of(
            STRICT_HEADER,
            PROFILE_HEADER,
            DATA_CLASS_HEADER,
            DELIVERY_HEADER,
            SUBSTITUTION_HEADER,
            DRY_RUN_HEADER,
            SIMULATE_HEADER);

    private static final String OWN_KEYS = "own-keys";
    private static final String REFUSE = "refuse";
    private static final String VERIFIED = "verified";
    private static final String LIVE = "live";

    private final Planner planner;
    private final Health health;
    private final Revocations revocations;
    private final OutcomeClassifier classifier;
    private final Balance balance;
    private final Clock clock;

    Planning(
            Planner planner,
            Health health,
            Revocations revocations,
            OutcomeClassifier classifier,
            Balance balance,
            Clock clock) {
        this.planner = planner;
        this.health = health;
        this.revocations = revocations;
        this.classifier = classifier;
        this.balance = balance;
        this.clock = clock;
    }

    /**
     * Returns the plan as it is most likely to be, for a request that nobody is asked for.
     *
     * @throws RefusedException as {@link #plan}
     */
    Planned foresee(
            PolicySnapshot policy,
            Caller known,
            @Nullable ApiOperation operation,
            BodyFacts facts,
            HttpHeaders headers) {
        return plan(policy, known, operation, facts, headers, null, RouteTerms.NONE, Carriages.NONE, true);
    }

    /**
     * Returns the plan, which may be empty.
     *
     * @param known who asks, as the policy says
     * @param operation what is asked for; null where that is not known
     * @param headers the request's
     * @param body the request's; null where nobody has it at hand, so that a conversation without a name is not known
     * @param route what the route's filters say
     * @param carriages tells to whom the request can be told in which words
     * @throws RefusedException if the request names what does not exist here
     */
    Planned plan(
            PolicySnapshot policy,
            Caller known,
            @Nullable ApiOperation operation,
            BodyFacts facts,
            HttpHeaders headers,
            @Nullable ByteBuf body,
            RouteTerms route,
            Carriages carriages) {
        return plan(policy, known, operation, facts, headers, body, route, carriages, false);
    }

    /** Returns the dialects, other than its caller's, that endpoints of a request's models speak. */
    private static Set<Dialect> otherDialects(List<Model> models, Dialect own) {
        Set<Dialect> others = Set.of();
        for (Model model : models) {
            for (int i = 0; i < model.endpoints().size(); i++) {
                Dialect dialect = model.endpoints().get(i).provider().dialect();
                if (dialect != own) {
                    others = others.isEmpty() ? EnumSet.noneOf(Dialect.class) : others;
                    others.add(dialect);
                }
            }
        }
        return others;
    }

    private Planned plan(
            PolicySnapshot policy,
            Caller known,
            @Nullable ApiOperation operation,
            BodyFacts facts,
            HttpHeaders headers,
            @Nullable ByteBuf body,
            RouteTerms route,
            Carriages carriages,
            boolean likeliest) {
        boolean asked = asks(headers);
        Caller caller = route.of(asked ? profiled(known, headers) : known);
        Delivery ofProfile = caller.profile().delivery();
        Delivery delivery = asked ? delivery(headers, ofProfile) : ofProfile;
        Simulation simulation = asked ? simulation(headers, policy, caller) : Simulation.NONE;
        Health view = new RevocableHealth(simulation.over(health), revocations, caller);
        List<Model> own = models(policy, facts);
        boolean refusesOthers = asked && refusesSubstitution(headers);
        List<Model> models = refusesOthers
                ? own.subList(0, 1)
                : mayFallBack(operation, facts) ? RequestedModels.withFallback(policy, caller.profile(), own) : own;
        Narrowing narrowing = asked ? narrowed(route.narrowing(), headers, policy, caller) : route.narrowing();
        Narrowing wished = RequestWishes.narrow(narrowing, facts);
        boolean answers = operation == null || operation.generates();
        Integer maxTokens = facts.maxTokens();
        Extent extent = new Extent(
                refusesOthers ? 1 : own.size(), answers ? facts.choices() : 0, maxTokens == null ? 0 : maxTokens);
        Ceiling<Integer> ceiling = answers ? wished.ceilings(caller).maxTokens() : null;
        Dialect callers = operation == null ? Dialect.OPENAI_CHAT : operation.dialect();
        Set<Dialect> dialects =
                policy.otherDialects() || callers != Dialect.OPENAI_CHAT ? otherDialects(models, callers) : Set.of();
        Narrowing requested = dialects.isEmpty()
                ? wished
                : wished.carriedBy(carriages.of(dialects, ceiling == null ? null : ceiling.most()));
        boolean dryRun = asked && dryRun(headers);
        Instant now = clock.instant();
        Demand demand = demand(facts, ceiling);
        Conversation conversation = balance.conversation(caller, facts, headers, body, now);
        Preferences preferences = balance.preferences(policy, facts, conversation);
        if (dryRun || likeliest) {
            preferences = preferences.with(Draw.LIKELIEST);
        }
        PlanRequest request = new PlanRequest(caller, models, extent, requested, clock, view, demand, preferences);
        Plan plan = planner.plan(policy, request);
        boolean byItself = plan.isEmpty()
                && !(requested.equals(narrowing) && preferences.asked().allowFallbacks())
                && !planner.plan(
                                policy,
                                new PlanRequest(
                                        caller, models, extent, narrowing, clock, view, demand, Preferences.NONE))
                        .isEmpty();
        return new Planned(
                caller,
                route.profiles(),
                models,
                caller.strictness() != null || requested.strict() != null,
                delivery,
                dryRun,
                simulation,
                view,
                demand,
                ceiling,
                caller.demand().and(caller.profile().demand()).and(requested.demand()),
                now,
                conversation,
                plan,
                !dialects.isEmpty(),
                byItself);
    }

    /**
     * Returns the models for which a request with these headers would have anybody to try, whatever health says at the
     * moment.
     *
     * @throws RefusedException if the headers name what does not exist here
     */
    List<UsableModel> models(PolicySnapshot policy, Caller known, HttpHeaders headers, RouteTerms route) {
        boolean asked = asks(headers);
        Caller caller = route.of(asked ? profiled(known, headers) : known);
        Narrowing narrowing = asked ? narrowed(route.narrowing(), headers, policy, caller) : route.narrowing();
        HealthView view = RevocableHealth.regardlessOfHealth(revocations, caller);
        List<UsableModel> models = new ArrayList<>();
        for (Model model : policy.models().values()) {
            PlanRequest request = new PlanRequest(caller, List.of(model), narrowing, clock, view, Demand.NONE);
            Plan plan = planner.plan(policy, request);
            if (plan.hasAttempts()) {
                models.add(new UsableModel(
                        model,
                        plan.attempts().stream()
                                .map(Attempt::endpoint)
                                .distinct()
                                .toList()));
            }
        }
        return models;
    }

    /** A request that wants nobody but who leads wants no other model either that it does not name. */
    private static boolean mayFallBack(@Nullable ApiOperation operation, BodyFacts facts) {
        return (operation == null || operation.allowsSubstitutes())
                && facts.provider().allowFallbacks();
    }

    /** An estimate: what the prompt's length suggests, and what the answer may take. */
    private static Demand demand(BodyFacts facts, @Nullable Ceiling<Integer> ceiling) {
        Long answer = Estimate.answerTokens(facts, ceiling == null ? null : ceiling.most());
        return Demand.ofRequest(Estimate.promptTokens(facts), answer == null ? 0 : answer);
    }

    private static List<Model> models(PolicySnapshot policy, BodyFacts facts) {
        Model first = model(policy, facts.model());
        List<String> others = facts.models();
        if (others == null || others.isEmpty()) {
            return List.of(first);
        }
        List<Model> models = new ArrayList<>(others.size() + 1);
        models.add(first);
        for (String slug : others) {
            Model model = model(policy, slug);
            if (!models.contains(model)) {
                models.add(model);
            }
        }
        return models;
    }

    private static Model model(PolicySnapshot policy, String slug) {
        Model model = policy.requestedModel(slug);
        if (model == null) {
            throw new RefusedException(Refusals.unknownModel(slug));
        }
        return model;
    }

    /**
     * Returns whether two requests' headers ask for the same.
     *
     * @param known those that have been looked at before
     * @throws RefusedException if the others name what does not exist here
     */
    static boolean saySame(HttpHeaders known, HttpHeaders others) {
        boolean asked = asks(others);
        return asked == asks(known)
                && Objects.equals(known.get(Balance.SESSION_HEADER), others.get(Balance.SESSION_HEADER))
                && (!asked || SUPPORTED.stream().allMatch(name -> Objects.equals(known.get(name), others.get(name))));
    }

    /** Returns whether any header of ours is there: nearly no request has one. */
    private static boolean asks(HttpHeaders headers) {
        boolean asks = false;
        for (String name : headers.headerNames()) {
            asks |= isOurs(name);
        }
        return asks;
    }

    /** One that is misspelt, or not built yet, is no narrowing at all: ignored, it would do what the caller forbade. */
    private static boolean isOurs(String header) {
        if (!header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return false;
        }
        String name = header.toLowerCase(Locale.ROOT);
        if (!SUPPORTED.contains(name)) {
            throw invalid(name + ": not supported by this version");
        }
        return true;
    }

    private static Caller profiled(Caller caller, HttpHeaders headers) {
        List<String> values = headers.get(PROFILE_HEADER);
        if (values == null) {
            return caller;
        }
        Profile named = values.size() == 1 ? caller.profileNamed(values.get(0)) : null;
        if (named == null) {
            throw new RefusedException(Refusals.profileNotAllowed());
        }
        return named.equals(caller.profile()) ? caller : caller.with(named);
    }

    private static Narrowing narrowed(Narrowing route, HttpHeaders headers, PolicySnapshot policy, Caller caller) {
        Narrowing narrowing = strict(headers) ? route.ownKeysOnly(caller.location()) : route;
        DataClass dataClass = dataClass(headers, policy, caller);
        return dataClass == null ? narrowing : narrowing.under(dataClass);
    }

    /**
     * Returns the data class that a request's headers name; null where they name none.
     *
     * @throws RefusedException if there is no such class, or it is more open than the caller's
     */
    static @Nullable DataClass dataClass(HttpHeaders headers, PolicySnapshot policy, Caller caller) {
        List<String> values = headers.get(DATA_CLASS_HEADER);
        if (values == null) {
            return null;
        }
        DataClass named = values.size() == 1 ? policy.dataClass(values.get(0)) : null;
        if (named == null) {
            throw invalid(DATA_CLASS_HEADER + ": expected the name of one data class of the policy");
        }
        DataClass own = caller.dataClass();
        if (own != null && named.rank() < own.rank()) {
            throw new RefusedException(Refusals.dataClassNotAllowed(named, own));
        }
        return named;
    }

    private static boolean strict(HttpHeaders headers) {
        String value = headers.getFirst(STRICT_HEADER);
        if (value == null) {
            return false;
        }
        if (!value.equals(OWN_KEYS)) {
            throw invalid(STRICT_HEADER + ": expected '" + OWN_KEYS + "'");
        }
        return true;
    }

    private static boolean refusesSubstitution(HttpHeaders headers) {
        String value = headers.getFirst(SUBSTITUTION_HEADER);
        if (value != null && !value.equals(REFUSE)) {
            throw invalid(SUBSTITUTION_HEADER + ": expected '" + REFUSE + "'");
        }
        return value != null;
    }

    private static Delivery delivery(HttpHeaders headers, Delivery ofProfile) {
        String value = headers.getFirst(DELIVERY_HEADER);
        if (value == null) {
            return ofProfile;
        }
        if (!value.equals(VERIFIED) && !value.equals(LIVE)) {
            throw invalid(DELIVERY_HEADER + ": expected '" + LIVE + "' or '" + VERIFIED + "'");
        }
        return ofProfile.verified(value.equals(VERIFIED));
    }

    /** Said twice it is refused: whoever means not to be charged must not be misunderstood. */
    private static boolean dryRun(HttpHeaders headers) {
        List<String> values = headers.get(DRY_RUN_HEADER);
        if (values == null) {
            return false;
        }
        if (values.size() != 1
                || !(values.get(0).equals("true") || values.get(0).equals("false"))) {
            throw invalid(DRY_RUN_HEADER + ": expected 'true' or 'false'");
        }
        return values.get(0).equals("true");
    }

    /** Nobody is to believe in a rehearsal that was none: where it may not be, the request is refused. */
    private Simulation simulation(HttpHeaders headers, PolicySnapshot policy, Caller caller) {
        List<String> values = headers.get(SIMULATE_HEADER);
        if (values == null) {
            return Simulation.NONE;
        }
        if (!caller.simulate()) {
            throw new RefusedException(Refusals.simulationNotAllowed());
        }
        if (values.size() != 1) {
            throw invalid(SIMULATE_HEADER + ": expected once, with several keys separated by ;");
        }
        try {
            return Simulation.of(values.get(0), classifier, policy, policy.workspaceOf(caller));
        } catch (InvalidSimulationException e) {
            throw invalid(SIMULATE_HEADER + ": " + e.why());
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusals.badRequest(message, "invalid_header"));
    }
}

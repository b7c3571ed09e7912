package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.DataDeclarations;
import dev.byok.policy.DataDemand;
import dev.byok.policy.DataPolicy;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Glob;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The planner against {@link DeclaredPlan} on random policies. {@code -Dbyok.property.runs=1000000} runs longer,
 * {@code -Dbyok.property.seed=<seed>} repeats a run; a failure names the seed of its case, which with one run is that case
 * alone.
 */
class PlannerPropertyTests {

    private static final int RUNS = Integer.getInteger("byok.property.runs", 10_000);
    private static final int RUNS_THAT_MUST_COVER = 5_000;
    private static final long SEED =
            Long.getLong("byok.property.seed", ThreadLocalRandom.current().nextLong());

    private final Planner planner = new Planner();

    @Test
    void plansWhatTheRulesDeclareForAnyPolicyAndRequest() {
        System.out.println("byok.property.seed=" + SEED + " byok.property.runs=" + RUNS);
        PlanCoverage coverage = new PlanCoverage();

        for (long seed = SEED; seed != SEED + RUNS; seed++) {
            PlainCase plain = RandomCases.of(seed);
            CompiledCase compiled = CompiledCase.of(plain);
            Plan plan = planner.plan(compiled.policy(), compiled.request());

            Set<String> facts = PlannerPropertyCoverage.facts(plan);
            facts.addAll(assertDeclared(seed, plain, plan));
            assertSharedCapacityStaysClosed(seed, compiled, plan);
            assertNothingIsLooserThanItsDemands(seed, compiled, plan);
            assertEveryPairOccursOnce(seed, compiled, plan);
            facts.addAll(assertNarrowingOnlyTakesAway(seed, compiled, plan));
            facts.addAll(HealthProperties.assertHold(seed, compiled, plan));
            facts.addAll(RankingProperties.assertHold(seed, compiled, plan));
            coverage.add(facts);
        }

        System.out.print(coverage);
        if (RUNS >= RUNS_THAT_MUST_COVER) {
            coverage.assertAtLeast(PlannerPropertyCoverage.LEAST_PERCENT);
        }
    }

    /** Returns what the declaration knows about the case. */
    private static Set<String> assertDeclared(long seed, PlainCase plain, Plan plan) {
        DeclaredPlan declared = new DeclaredPlan(plain);
        assertThat(attemptLines(plan.attempts()))
                .as("attempts of case %d: %s", seed, plain)
                .isEqualTo(texts(declared.attempts()));
        assertThat(attemptLines(plan.cooling()))
                .as("cooling attempts of case %d: %s", seed, plain)
                .isEqualTo(texts(declared.cooling()));
        assertThat(exclusionLines(plan))
                .as("exclusions of case %d: %s", seed, plain)
                .isEqualTo(texts(declared.exclusions()));
        Set<String> facts = new HashSet<>();
        declared.attempts().forEach(line -> facts.addAll(line.facts()));
        declared.exclusions().forEach(line -> facts.addAll(line.facts()));
        return facts;
    }

    private static void assertSharedCapacityStaysClosed(long seed, CompiledCase compiled, Plan plan) {
        for (Attempt attempt : plan.attempts()) {
            if (attempt.tier() == Tier.SHARED) {
                assertThat(strictSpeaker(compiled, attempt))
                        .as("who closes shared capacity in case %d, %s", seed, attempt)
                        .isNull();
            }
        }
    }

    private static void assertNothingIsLooserThanItsDemands(long seed, CompiledCase compiled, Plan plan) {
        PlanRequest request = compiled.request();
        DataDemand demand = request.caller()
                .demand()
                .and(request.caller().profile().demand())
                .and(request.narrowing().demand());
        Stream.concat(plan.attempts().stream(), plan.cooling().stream()).forEach(attempt -> {
            DataPolicy said = attempt.endpoint().provider().dataPolicy();
            DataDeclarations declared = attempt.key().declared();
            boolean zdr = declared.zdr() == null ? said.zdr() : declared.zdr();
            String region = declared.region() == null ? said.region() : declared.region();
            assertThat(demand.zdr() == null || zdr)
                    .as("zero retention in case %d: %s", seed, attempt)
                    .isTrue();
            assertThat(demand.noTraining() == null || !said.trains())
                    .as("no training in case %d: %s", seed, attempt)
                    .isTrue();
            assertThat(demand.regions())
                    .as("regions in case %d: %s", seed, attempt)
                    .allMatch(regions -> region != null && regions.globs().contains(Glob.of(region)));
            assertThat(demand.ownKeys() == null || attempt.tier() != Tier.SHARED)
                    .as("own keys in case %d: %s", seed, attempt)
                    .isTrue();
        });
    }

    private static void assertEveryPairOccursOnce(long seed, CompiledCase compiled, Plan plan) {
        if (!compiled.request().preferences().asked().allowFallbacks()) {
            return; // which endpoints are left out as a whole is for the declaration to say
        }
        assertThat(accounted(plan)).as("pairs of case %d", seed).isEqualTo(pairs(compiled));
        Set<String> attempts = new HashSet<>(attemptLines(plan.attempts()));
        assertThat(attempts).as("attempts of case %d", seed).hasSameSizeAs(plan.attempts());
    }

    private Set<String> assertNarrowingOnlyTakesAway(long seed, CompiledCase compiled, Plan plan) {
        PlanRequest narrow = compiled.request();
        List<String> narrowed = attemptLines(plan.attempts());
        // Who leads may be another where more may serve.
        boolean leadingOnly = !narrow.preferences().asked().allowFallbacks();
        if (leadingOnly || narrow.narrowing().equals(Narrowing.NONE) || narrowed.isEmpty()) {
            return Set.of();
        }
        PlanRequest wide = new PlanRequest(
                narrow.caller(),
                narrow.models(),
                Narrowing.NONE,
                narrow.clock(),
                narrow.health(),
                narrow.demand(),
                narrow.preferences());
        List<String> open = attemptLines(planner.plan(compiled.policy(), wide).attempts());

        open.retainAll(new HashSet<>(narrowed));
        assertThat(open).as("attempts without narrowing in case %d", seed).isEqualTo(narrowed);
        return Set.of("narrowed plan with attempts");
    }

    private static List<String> texts(List<DeclaredPlan.Line> lines) {
        return lines.stream().map(DeclaredPlan.Line::text).toList();
    }

    private static List<String> attemptLines(List<Attempt> attempts) {
        List<String> lines = new ArrayList<>();
        for (Attempt attempt : attempts) {
            lines.add(attempt.modelIndex() + " " + attempt.model().slug() + " "
                    + attempt.endpoint().upstreamModel() + " " + attempt.key().name() + " "
                    + section(attempt.tier()) + " " + attempt.returnsFailure());
        }
        return lines;
    }

    private static List<String> exclusionLines(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Exclusion exclusion : plan.exclusions()) {
            String key = exclusion.key() == null ? "-" : exclusion.key();
            lines.add(exclusion.model() + " " + exclusion.provider() + " " + key + " " + section(exclusion.tier()) + " "
                    + exclusion.reason().text() + " " + exclusion.location());
        }
        return lines;
    }

    private static String section(@Nullable Tier tier) {
        return tier == null ? "-" : tier.name().toLowerCase(Locale.ROOT);
    }

    /** Returns who should have kept this copy of shared capacity out of the plan, or null. */
    private static @Nullable Object strictSpeaker(CompiledCase compiled, Attempt attempt) {
        PlanRequest request = compiled.request();
        Workspace workspace = compiled.policy().workspaceOf(request.caller());
        if (request.narrowing().strict() != null || !workspace.sharedCapacity()) {
            return request.narrowing().strict() != null ? request : workspace;
        }
        if (request.caller().strictOwnKeys() || request.caller().profile().strictOwnKeys()) {
            return request.caller();
        }
        for (ProviderKey key : workspace.keysFor(attempt.key().provider())) {
            if (key.filters().speaksFor(request.caller()) && closes(key, attempt.model())) {
                return key;
            }
        }
        return null;
    }

    private static boolean closes(ProviderKey key, Model model) {
        boolean covers = key.filters().coversModel(model.slug());
        return key.sharedCapacity() == SharedCapacityRule.NEVER
                || (covers && key.sharedCapacity() == SharedCapacityRule.NEVER_FOR_MODELS)
                || (covers && key.tier() == Tier.PRIORITIZED && key.onFailure() == OnFailure.RETURN);
    }

    private static List<String> accounted(Plan plan) {
        List<String> pairs = new ArrayList<>();
        plan.attempts()
                .forEach(attempt -> pairs.add(attempt.model().slug() + " "
                        + attempt.endpoint().provider().name() + " "
                        + attempt.key().name()));
        plan.exclusions()
                .forEach(
                        exclusion -> pairs.add(exclusion.model() + " " + exclusion.provider() + " " + exclusion.key()));
        Collections.sort(pairs);
        return pairs;
    }

    private static boolean allowed(PlanRequest request, Model model, Endpoint endpoint) {
        Provider provider = endpoint.provider();
        Guardrails all = request.caller()
                .guardrails()
                .and(request.caller().profile().guardrails())
                .and(request.narrowing().guardrails());
        return all.models().stream().allMatch(list -> list.admits(model.slug()))
                && all.providers().stream().allMatch(list -> list.admits(provider.name()))
                && !(provider.dataPolicy().trains() && forbidsTraining(request))
                && all.bounds().stream().allMatch(bound -> bound.isMetBy(endpoint) && bound.affords(endpoint))
                && request.narrowing().limits().against(endpoint) == null
                && request.narrowing().carriage().obstacle(endpoint) == null;
    }

    private static boolean forbidsTraining(PlanRequest request) {
        return Stream.of(
                        request.caller().demand(),
                        request.caller().profile().demand(),
                        request.narrowing().demand())
                .anyMatch(demand -> demand.noTraining() != null);
    }

    private static List<String> pairs(CompiledCase compiled) {
        Workspace workspace = compiled.policy().workspaceOf(compiled.request().caller());
        List<String> pairs = new ArrayList<>();
        for (Model model : compiled.request().models()) {
            for (Endpoint endpoint : model.endpoints()) {
                String provider = endpoint.provider().name();
                List<String> keys = new ArrayList<>();
                workspace.keysFor(provider).forEach(key -> keys.add(key.name()));
                compiled.policy().sharedKeysFor(provider).forEach(key -> keys.add(key.name()));
                boolean open = workspace.mayUse(provider) && allowed(compiled.request(), model, endpoint);
                List<String> listed = open ? keys : List.of("null");
                listed.forEach(key -> pairs.add(model.slug() + " " + provider + " " + key));
            }
        }
        Collections.sort(pairs);
        return pairs;
    }
}

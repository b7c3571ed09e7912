package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.HealthView;
import dev.byok.health.Standing;
import dev.byok.plan.Attempt;
import dev.byok.plan.Narrowing;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.quota.Demand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the cross-checks say of keys and callers is what the planner then does, over random policies: a key that can never
 * be tried is in no plan, of callers to come neither; a caller that can never be served has no plan; and a key that names
 * its callers and may be tried is in one of their plans.
 */
class CrossChecksPropertyTests {

    private static final int ROUNDS = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final HealthView HEALTHY = (workspace, key, endpoint, now) -> Standing.READY;

    @Test
    void keysThatAreNeverTriedAreInNoPlan() {
        int never = 0;
        int named = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            RandomPolicy policy = RandomPolicy.of(seed);
            Set<String> tried = triedBy(policy.callers(), policy.snapshot());
            Set<String> triedByAnybody = triedBy(anybody(), policy.snapshot());
            triedByAnybody.addAll(tried);
            EndedKeys ended = new EndedKeys(policy.written(), policy.catalog());
            for (WrittenKey written : policy.written().keys()) {
                ProviderKey key = written.key();
                if (ended.endOfAll(key) != null) {
                    assertThat(triedByAnybody).as("seed %d", seed).doesNotContain(key.name());
                    never++;
                } else if (key.filters().apiKeys() != null && isMeantForSomebody(key, policy)) {
                    assertThat(tried).as("seed %d", seed).contains(key.name());
                    named++;
                }
            }
        }
        assertThat(never).isGreaterThan(ROUNDS / 10);
        assertThat(named).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void callersThatAreNeverServedHaveNoPlan() {
        int unserved = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            RandomPolicy policy = RandomPolicy.of(seed);
            Set<String> reported = policy.unservedCallers();
            for (Caller caller : policy.callers()) {
                Set<String> tried = triedBy(List.of(caller), policy.snapshot());
                if (reported.contains(caller.name())) {
                    assertThat(tried).as("seed %d, %s", seed, caller).isEmpty();
                    unserved++;
                } else if (policy.everyProviderServesEveryModel() && caller.strictOwnKeys()) {
                    assertThat(tried).as("seed %d, %s", seed, caller).isNotEmpty();
                }
            }
        }
        assertThat(unserved).isGreaterThan(ROUNDS / 10);
    }

    private static boolean isMeantForSomebody(ProviderKey key, RandomPolicy policy) {
        return policy.callers().stream().anyMatch(key.filters()::speaksFor)
                && policy.catalog().servedBy(key.provider()).stream()
                        .anyMatch(model -> key.filters().coversModel(model.slug()));
    }

    /** Returns a caller of each kind that may come. */
    private static List<Caller> anybody() {
        List<Caller> callers = new ArrayList<>();
        for (String member : Arrays.asList(null, "a", "b")) {
            for (String environment : Arrays.asList(null, "dev", "prod")) {
                SourceLocation here = new SourceLocation("test", 1);
                callers.add(new Caller("new", "acme", member, environment, Profile.DEFAULT, true, false, here));
            }
        }
        return callers;
    }

    private static Set<String> triedBy(List<Caller> callers, PolicySnapshot policy) {
        Set<String> tried = new HashSet<>();
        for (Caller caller : callers) {
            for (Model first : policy.models().values()) {
                for (Model second : policy.models().values()) {
                    List<Model> models = first.equals(second) ? List.of(first) : List.of(first, second);
                    PlanRequest request = new PlanRequest(
                            caller, models, Narrowing.NONE, InstantSource.fixed(NOW), HEALTHY, Demand.NONE);
                    for (Attempt attempt : new Planner().plan(policy, request).attempts()) {
                        tried.add(attempt.key().name());
                    }
                }
            }
        }
        return tried;
    }
}

package dev.byok.health;

import static dev.byok.health.Trial.ACME;
import static dev.byok.health.Trial.asking;
import static dev.byok.health.Trial.endpoint;
import static dev.byok.health.Trial.key;
import static dev.byok.health.Trial.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.HealthReport.Subject;
import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of health's memory once another policy is in force. */
class RetainedHealthTests {

    private static final SourceLocation HERE = new SourceLocation("test", 1);
    private static final Subject KEY = new Subject(ACME, "openai", "main", null);
    private static final Subject KEY_WITH_MODEL = new Subject(ACME, "openai", "main", "gpt");
    private static final Subject ENDPOINT = new Subject(ACME, "openai", null, "gpt");
    private static final Subject SHARED = new Subject(CredentialId.OPERATOR, "openai", "shared", null);

    private final Trial trial = new Trial();

    @BeforeEach
    void somethingIsKnownOfEverybody() {
        trial.at(0).leaves(trial.begins("main"), 1, 60);
        for (int i = 0; i < 5; i++) {
            trial.fails("main", outcome(OutcomeClass.OVERLOADED));
        }
        trial.at(6).fails("main", outcome(OutcomeClass.PERMISSION));
        Permit other = trial.begins(ACME, key("main", Tier.PRIORITIZED), "gpt-mini");
        trial.fails(other, asking(OutcomeClass.QUOTA_EXHAUSTED, 60));
        Permit shared = trial.begins(ACME, key("shared", Tier.SHARED), "gpt");
        trial.fails(shared, asking(OutcomeClass.QUOTA_EXHAUSTED, 60));
        assertThat(trial.report().states()).containsOnlyKeys(KEY, KEY_WITH_MODEL, ENDPOINT, SHARED);
        assertThat(trial.report().left()).containsOnlyKeys(KEY_WITH_MODEL);
    }

    @Test
    void keepsWhatIsAboutThoseThatStay() {
        HealthReport before = trial.report();

        trial.health.retainOnly(policy("gpt", key("main", Tier.PRIORITIZED), key("shared", Tier.SHARED)));

        assertThat(trial.report()).isEqualTo(before);
    }

    @Test
    void forgetsAKeyThatHasLeft() {
        trial.health.retainOnly(policy("gpt", key("another", Tier.PRIORITIZED), key("shared", Tier.SHARED)));

        assertThat(trial.report().states()).containsOnlyKeys(ENDPOINT, SHARED);
        assertThat(trial.report().left()).isEmpty();
        assertThat(trial.out("main")).as("of the key alone").isNull();
    }

    @Test
    void forgetsASharedKeyThatHasLeftThoughAWorkspaceHasOneOfThatName() {
        trial.health.retainOnly(policy("gpt", key("main", Tier.PRIORITIZED), key("shared", Tier.PRIORITIZED)));

        assertThat(trial.report().states()).doesNotContainKey(SHARED).containsKey(KEY);
    }

    @Test
    void forgetsAModelThatIsServedNoMore() {
        trial.health.retainOnly(policy("gpt-mini", key("main", Tier.PRIORITIZED), key("shared", Tier.SHARED)));

        assertThat(trial.report().states()).containsOnlyKeys(KEY, SHARED);
        assertThat(trial.report().left()).isEmpty();
    }

    @Test
    void forgetsEverythingWhereAWorkspaceHasLeft() {
        trial.health.retainOnly(policy("gpt"));

        assertThat(trial.report()).isEqualTo(HealthReport.NOTHING);
    }

    @Test
    void letsAttemptsThatAreUnderWayEndAsTheyWill() {
        Permit late = trial.at(70).begins(ACME, key("main", Tier.PRIORITIZED), "gpt-mini");
        trial.health.retainOnly(policy("gpt"));

        trial.leaves(late, 1, 600);
        trial.succeeds(late);

        assertThat(trial.admits(ACME, key("main", Tier.PRIORITIZED), "gpt-mini"))
                .isTrue();
        trial.health.retainOnly(policy("gpt"));
        assertThat(trial.report().left()).as("until the next policy").isEmpty();
    }

    @Test
    void growsNoLargerWhileKeysComeAndGo() {
        for (int i = 0; i < 100; i++) {
            ProviderKey fresh = key("key-" + i, Tier.PRIORITIZED);
            trial.at(100 + i).fails(trial.begins(ACME, fresh, "gpt"), asking(OutcomeClass.QUOTA_EXHAUSTED, 3600));
            trial.health.retainOnly(policy("gpt", fresh));
        }

        assertThat(trial.report().states()).containsOnlyKeys(ENDPOINT, new Subject(ACME, "openai", "key-99", null));
    }

    private static PolicySnapshot policy(String model, ProviderKey... keys) {
        Map<String, List<ProviderKey>> own = Map.of("openai", keys(keys, false));
        Map<String, List<ProviderKey>> shared = Map.of("openai", keys(keys, true));
        Workspace acme = new Workspace(ACME, true, List.of(), true, own, HERE);
        return new PolicySnapshot(
                "next",
                Map.of(),
                Map.of("model", new Model("model", null, List.of(endpoint(model)), HERE)),
                Map.of(ACME, acme),
                shared,
                new GatewayKeys(List.of()),
                Map.of(),
                List.of());
    }

    private static List<ProviderKey> keys(ProviderKey[] keys, boolean shared) {
        return Arrays.stream(keys)
                .filter(key -> (key.tier() == Tier.SHARED) == shared)
                .toList();
    }
}

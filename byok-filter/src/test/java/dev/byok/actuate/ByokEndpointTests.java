package dev.byok.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.actuate.ByokReport.State;
import dev.byok.health.Admission;
import dev.byok.health.InMemoryHealth;
import dev.byok.health.Permit;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicySource;
import dev.byok.policy.source.PolicyWatcher;
import dev.byok.quota.Demand;
import dev.byok.quota.Metered;
import dev.byok.quota.Quota;
import dev.byok.quota.Remaining;
import dev.byok.revocation.InMemoryRevocations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class ByokEndpointTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    private volatile Map<String, String> files = SamplePolicy.contents();
    private final PolicyHolder policies = new PolicyHolder();
    private final PolicyWatcher watcher = new PolicyWatcher(
            new Files(), policies, Duration.ofMillis(5), Duration.ZERO, Clock.fixed(NOW, ZoneOffset.UTC));
    private final InMemoryHealth health = new InMemoryHealth();
    private final InMemoryRevocations revocations = new InMemoryRevocations();
    private final ByokEndpoint endpoint = new ByokEndpoint(
            policies,
            watcher,
            health,
            revocations,
            Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(90_500)));

    @AfterEach
    void close() {
        watcher.close();
    }

    @Test
    void saysWhichPolicyIsInForceSinceWhenAndWhatItHolds() {
        watcher.start();

        ByokReport.Policy policy = Objects.requireNonNull(endpoint.report().policy());

        assertThat(policy)
                .isEqualTo(new ByokReport.Policy(
                        current().version(), NOW, Duration.ofSeconds(90), "files of a test", 2, 3, 4, 3));
    }

    @Test
    void saysThatThereIsNoPolicyWhereNoneWasLoaded() {
        ByokReport report = endpoint.report();

        assertThat(report.policy()).isNull();
        assertThat(report.refused()).isNull();
        assertThat(report.workspaces()).isEmpty();
    }

    @Test
    void showsWhyTheLatestVersionIsRefusedByFileAndLine() {
        watcher.start();
        String before = current().version();

        files = SamplePolicy.edited("workspaces/acme.yml", "environment: prod", "environment: nowhere");
        await().until(() -> endpoint.report().refused() != null);

        ByokReport report = endpoint.report();
        assertThat(Objects.requireNonNull(report.refused()).problems())
                .anyMatch(problem -> problem.startsWith("workspaces/acme.yml:9 "));
        assertThat(Objects.requireNonNull(report.policy()).version()).isEqualTo(before);
    }

    @Test
    void listsTheKeysAndEndpointsOfThePolicyAsReadyWhereNothingIsKnown() {
        watcher.start();

        ByokReport report = endpoint.report();

        assertThat(report.workspaces()).containsOnlyKeys("acme", "globex");
        assertThat(key(report, "acme", "openai", "acme-openai-main").state()).isEqualTo("ready");
        assertThat(report.operator().keys()).containsOnlyKeys("openai");
        assertThat(report.operator().keys().get("openai"))
                .containsEntry("shared-openai-1", State.of("ready"))
                .containsEntry("shared-openai-2", State.of("disabled"));
        assertThat(report.operator().endpoints().get("openai"))
                .containsOnlyKeys("gpt-5.2", "gpt-5.2-mini")
                .containsEntry("gpt-5.2", State.of("ready"));
    }

    @Test
    void showsAKeyThatCoolsAndTheModelItMayNotUse() {
        watcher.start();
        fail(
                "acme-openai-main",
                new Outcome(OutcomeClass.RATE_LIMITED, SubClass.NONE, 429, Duration.ofMinutes(5), ProviderError.NONE));
        fail("acme-openai-dev", Outcome.of(OutcomeClass.PERMISSION, SubClass.NONE, 403));

        ByokReport report = endpoint.report();

        assertThat(key(report, "acme", "openai", "acme-openai-main"))
                .isEqualTo(new State("cooling", "rate_limited", NOW.plusSeconds(300), 1, false, null, null));
        State model = new State("cooling", "permission", NOW.plusSeconds(600), 1, false, null, null);
        assertThat(key(report, "acme", "openai", "acme-openai-dev"))
                .isEqualTo(new State("ready", null, null, null, null, Map.of("gpt-5.2", model), null));
    }

    @Test
    void showsWhatIsLeftOfAKeysLimitsAtItsModel() {
        watcher.start();
        Instant reset = NOW.plusSeconds(600);
        admit("acme-openai-main")
                .told(
                        new Quota(List.of(
                                new Remaining("requests", Metered.REQUESTS, 3, reset),
                                new Remaining("tokens", Metered.TOKENS, 1200, reset))),
                        NOW);

        ByokReport report = endpoint.report();

        Map<String, ByokReport.Left> left =
                Map.of("requests", new ByokReport.Left(3, reset), "tokens", new ByokReport.Left(1200, reset));
        State model = new State("ready", null, null, null, null, null, left);
        assertThat(key(report, "acme", "openai", "acme-openai-main"))
                .isEqualTo(new State("ready", null, null, null, null, Map.of("gpt-5.2", model), null));
    }

    @Test
    void revokesAKeyAndLiftsIt() {
        watcher.start();

        var revoked = endpoint.revoke("key", "acme", "openai", "acme-openai-main", SecurityContext.NONE);

        assertThat(revoked.getStatus()).isEqualTo(200);
        ByokReport report = endpoint.report();
        assertThat(key(report, "acme", "openai", "acme-openai-main")).isEqualTo(State.of("revoked"));
        assertThat(report.revocations())
                .containsExactly(
                        Map.of("kind", "key", "workspace", "acme", "provider", "openai", "name", "acme-openai-main"));

        var lifted = endpoint.lift("key", "acme", "openai", "acme-openai-main", SecurityContext.NONE);

        assertThat(lifted.getStatus()).isEqualTo(200);
        assertThat(key(endpoint.report(), "acme", "openai", "acme-openai-main")).isEqualTo(State.of("ready"));
    }

    @Test
    void showsARevokedProvidersKeysAndEndpointsAsRevoked() {
        watcher.start();

        endpoint.revoke("provider", null, null, "openai", SecurityContext.NONE);

        ByokReport report = endpoint.report();
        assertThat(key(report, "globex", "openai", "globex-openai")).isEqualTo(State.of("revoked"));
        assertThat(report.operator().endpoints().get("openai")).containsEntry("gpt-5.2", State.of("revoked"));
        assertThat(key(report, "acme", "vllm", "acme-vllm")).isEqualTo(State.of("ready"));
    }

    @ParameterizedTest
    @CsvSource({
        "caller, acme, , content-agent",
        "caller, globex, , app",
        "environment, acme, , prod",
        "provider, , , groq",
        "key, , openai, shared-openai-1",
    })
    void takesWhatThePolicyKnows(String kind, @Nullable String workspace, @Nullable String provider, String name) {
        watcher.start();

        var answer = endpoint.revoke(kind, workspace, provider, name, SecurityContext.NONE);

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(revocations.inForce()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys     | acme |        | x                | kind: expected one of key, caller, environment, provider",
                "         | acme |        | x                | kind: expected one of key, caller, environment, provider",
                "key      | acme |        | acme-openai-main | provider: missing, a key needs it",
                "key      | acme | openai |                  | name: missing",
                "key      | acme | openai | acme-openai-mian | no key acme-openai-mian at openai of acme in the policy",
                "key      | acme | opnai  | acme-openai-main | no provider 'opnai' in the policy",
                "key      |      | openai | acme-openai-main | no key acme-openai-main at openai in the policy",
                "key      | acne | openai | acme-openai-main | workspace: no workspace 'acne' in the policy",
                "caller   | acme |        | app              | no caller app of acme in the policy",
                "caller   |      |        | app              | workspace: missing, a caller needs it",
                "provider | acme |        | openai           | workspace: not of a provider",
                "environment | acme |     | dev              | no environment dev of acme in the policy",
            })
    void refusesWhatItDoesNotKnow(
            @Nullable String kind,
            @Nullable String workspace,
            @Nullable String provider,
            @Nullable String name,
            String error) {
        watcher.start();

        var answer = endpoint.revoke(kind, workspace, provider, name, SecurityContext.NONE);

        assertThat(answer.getStatus()).isEqualTo(WebEndpointResponse.STATUS_BAD_REQUEST);
        assertThat(answer.getBody()).isEqualTo(Map.of("error", error));
        assertThat(revocations.inForce()).isEmpty();
    }

    @Test
    void refusesToLiftWhatIsNotRevoked() {
        watcher.start();

        var answer = endpoint.lift("provider", null, null, "openai", SecurityContext.NONE);

        assertThat(answer.getStatus()).isEqualTo(WebEndpointResponse.STATUS_BAD_REQUEST);
        assertThat(answer.getBody()).isEqualTo(Map.of("error", "provider openai is not revoked"));
    }

    @Test
    void liftsWhatThePolicyDoesNotKnowAnyMore() {
        watcher.start();
        endpoint.revoke("provider", null, null, "groq", SecurityContext.NONE);
        Map<String, String> without =
                SamplePolicy.edited("models.yml", ", { provider: groq, model: meta/llama-4 }", "");
        without.put("providers.yml", SamplePolicy.PROVIDERS.replaceAll("(?m)^ +groq:.*\n", ""));
        files = without;
        await().until(() -> !current().providers().containsKey("groq"));

        var answer = endpoint.lift("provider", null, null, "groq", SecurityContext.NONE);

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(revocations.inForce()).isEmpty();
    }

    private void fail(String name, Outcome outcome) {
        admit(name).failed(outcome, true, NOW);
    }

    private Permit admit(String name) {
        PolicySnapshot policy = current();
        ProviderKey key = Objects.requireNonNull(policy.workspaces().get("acme")).keysFor("openai").stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow();
        var gpt = Objects.requireNonNull(policy.model("openai/gpt-5.2"))
                .endpoints()
                .get(0);
        Admission admission = health.admit("acme", key, gpt, Demand.NONE, NOW);
        return ((Admission.Granted) admission).permit();
    }

    private static State key(ByokReport report, String workspace, String provider, String name) {
        ByokReport.States states = Objects.requireNonNull(report.workspaces().get(workspace));
        return Objects.requireNonNull(
                Objects.requireNonNull(states.keys().get(provider)).get(name));
    }

    private PolicySnapshot current() {
        return Objects.requireNonNull(policies.current());
    }

    private final class Files implements PolicySource {

        @Override
        public PolicyFiles read() {
            return PolicyFiles.hashed(files);
        }

        @Override
        public String description() {
            return "files of a test";
        }
    }
}

package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.policy.Balancing;
import dev.byok.policy.Caller;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Delivery;
import dev.byok.policy.Environment;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Glob;
import dev.byok.policy.Guardrails;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.ReferenceGlob;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Waiting;
import dev.byok.policy.Workspace;
import dev.byok.provider.ProviderPreset;
import dev.byok.secret.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCompilerTests {

    private final PolicySnapshot policy = PolicyCompiler.compile(new PolicyFiles("3f2a91c", SamplePolicy.contents()));

    @Test
    void keepsTheVersionOfTheFilesAndWhereSecretsMayComeFrom() {
        assertThat(policy.version()).isEqualTo("3f2a91c");
        assertThat(policy.secretFileRoots()).containsExactly(Path.of("/run/secrets"));
        assertThat(policy.secretSources().allowEnv()).isTrue();
        assertThat(policy.secretSources().location().file()).isEqualTo("policy.yml");
    }

    @Test
    void keepsWhatAWorkspaceIsGrantedAndItsEnvironments() {
        Workspace acme = Objects.requireNonNull(policy.workspaces().get("acme"));

        assertThat(acme.granted().secrets().stream().map(ReferenceGlob::toString))
                .contains("file:/run/secrets/acme/**");
        assertThat(acme.granted().principals()).isNotEmpty();
        assertThat(acme.environments())
                .containsOnlyKeys("dev", "prod")
                .containsEntry(
                        "prod",
                        new Environment(true, Guardrails.NONE, null, new SourceLocation("workspaces/acme.yml", 3)))
                .containsEntry(
                        "dev",
                        new Environment(false, Guardrails.NONE, null, new SourceLocation("workspaces/acme.yml", 3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dev: {}, prod: {}                      | dev: {}, prod: {}                        | dev        | true",
                "dev: {}, prod: {}                      | dev: {}, prod: { production: false }     | prod       | true",
                "dev: {}, prod: {}                      | dev: { production: true }, prod: {}      | dev        | false",
                "dev: {}, prod: {}                      | dev: {}, prod: {}                        | prod       | false",
                "dev: {}, prod: {}                      | Production: {}, dev: {}, prod: {}        | Production | false",
                "dev: {}, prod: {}                      | prod-eu: {}, dev: {}, prod: {}           | prod-eu    | false",
                "dev: {}, prod: {}                      | EU2_Live: {}, dev: {}, prod: {}          | EU2_Live   | false",
                "dev: {}, prod: {}                      | eu.prod2: {}, dev: {}, prod: {}          | eu.prod2   | false",
                "dev: {}, prod: {}                      | pre-prod: {}, dev: {}, prod: {}          | pre-prod   | false",
                "dev: {}, prod: {}                      | pre-prod: { production: false }, dev: {}, prod: {} | pre-prod | true",
                "dev: {}, prod: {}                      | euProd: {}, dev: {}, prod: {}            | euProd     | false",
                "dev: {}, prod: {}                      | prodEU2: {}, dev: {}, prod: {}           | prodEU2    | false",
                "dev: {}, prod: {}                      | euLiveA: {}, dev: {}, prod: {}           | euLiveA    | false",
                "dev: {}, prod: {}                      | euProduct: {}, dev: {}, prod: {}         | euProduct  | true",
                "dev: {}, prod: {}                      | PRODUCTS: {}, dev: {}, prod: {}          | PRODUCTS   | true",
                "dev: {}, prod: {}                      | products: {}, dev: {}, prod: {}          | products   | true",
                "dev: {}, prod: {}                      | delivery: {}, dev: {}, prod: {}          | delivery   | true",
                "dev: {}, prod: {}                      | alive: {}, dev: {}, prod: {}             | alive      | true",
            })
    void letsCallersSimulateWhereThereIsNoProduction(String from, String to, String environment, boolean allowed) {
        Map<String, String> contents = SamplePolicy.edited("workspaces/acme.yml", from, to);
        contents.merge(
                "workspaces/acme.yml",
                "",
                (text, none) -> text.replace(
                        "    environment: prod\n", "    environment: " + environment + "\n    simulate: true\n"));

        if (allowed) {
            PolicySnapshot compiled = PolicyCompiler.compile(PolicyFiles.hashed(contents));
            assertThat(compiled.callers().filter(Caller::simulate))
                    .extracting(Caller::name)
                    .containsExactly("content-agent");
        } else {
            assertThat(PolicyEdits.problemsOf(contents))
                    .singleElement()
                    .asString()
                    .startsWith("workspaces/acme.yml:10 callers.content-agent.simulate = true: only for callers in an");
        }
    }

    @Test
    void compilesProvidersFromPresetsAndUrls() {
        assertThat(policy.providers()).containsOnlyKeys("openai", "groq", "proxy", "vllm");
        assertThat(policy.providers().get("openai"))
                .isEqualTo(new Provider(
                        "openai",
                        ProviderPreset.OPENAI,
                        URI.create("https://api.openai.com/v1"),
                        AuthScheme.BEARER,
                        Timeouts.NONE,
                        new SourceLocation("providers.yml", 2)));
        assertThat(policy.providers().get("proxy"))
                .isEqualTo(new Provider(
                        "proxy",
                        ProviderPreset.COMPATIBLE,
                        URI.create("https://llm.example.com/v1"),
                        AuthScheme.BEARER,
                        Timeouts.NONE,
                        new SourceLocation("providers.yml", 4)));
        assertThat(policy.providers().get("vllm"))
                .isEqualTo(new Provider(
                        "vllm",
                        ProviderPreset.VLLM,
                        URI.create("http://10.0.0.7:8000/v1"),
                        AuthScheme.NONE,
                        Timeouts.NONE,
                        new SourceLocation("providers.yml", 7)));
        assertThat(Objects.requireNonNull(policy.providers().get("groq")).timeouts())
                .isEqualTo(new Timeouts(Duration.ofMillis(500), null, null, null, null, Duration.ofMinutes(10)));
    }

    @Test
    void keepsModelsAndEndpointsInTheOrderOfTheFile() {
        assertThat(policy.models().keySet()).containsExactly("openai/gpt-5.2", "openai/gpt-5.2-mini", "meta/llama-4");
        Model model = Objects.requireNonNull(policy.model("openai/gpt-5.2"));
        assertThat(model.context()).isEqualTo(400_000);
        assertThat(model.location()).hasToString("models.yml:2");
        assertThat(model.endpoints())
                .extracting(endpoint -> endpoint.provider().name() + "/" + endpoint.upstreamModel() + "@"
                        + endpoint.location().line())
                .containsExactly("openai/gpt-5.2@5", "proxy/the-gpt@6");
        assertThat(Objects.requireNonNull(policy.model("openai/gpt-5.2-mini")).context())
                .isNull();
        assertThatThrownBy(() -> policy.models().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void compilesSharedCapacityByPosition() {
        assertThat(policy.sharedKeysFor("openai"))
                .containsExactly(
                        new ProviderKey(
                                "shared-openai-1",
                                "openai",
                                Tier.SHARED,
                                0,
                                new SecretReference("file", "/run/secrets/byok/openai", "key"),
                                true,
                                null,
                                KeyFilters.NONE,
                                SharedCapacityRule.USE,
                                OnFailure.CONTINUE,
                                new SourceLocation("providers.yml", 10)),
                        new ProviderKey(
                                "shared-openai-2",
                                "openai",
                                Tier.SHARED,
                                1,
                                new SecretReference("env", "BYOK_SHARED", null),
                                false,
                                Instant.parse("2027-01-01T00:00:00Z"),
                                KeyFilters.NONE,
                                SharedCapacityRule.USE,
                                OnFailure.CONTINUE,
                                new SourceLocation("providers.yml", 11)));
        assertThat(policy.sharedKeysFor("groq")).isEmpty();
    }

    @Test
    void compilesWorkspacesWithWhatTheManifestGrants() {
        Workspace acme = Objects.requireNonNull(policy.workspaces().get("acme"));
        Workspace globex = Objects.requireNonNull(policy.workspaces().get("globex"));

        assertThat(acme.showKeyNames()).isTrue();
        assertThat(acme.sharedCapacity()).isTrue();
        assertThat(acme.mayUse("groq")).isTrue();
        assertThat(acme.grant()).hasToString("policy.yml:7");
        assertThat(globex.showKeyNames()).isFalse();
        assertThat(globex.sharedCapacity()).isFalse();
        assertThat(globex.mayUse("groq")).isFalse();
        assertThat(globex.mayUse("openai")).isTrue();
    }

    @Test
    void compilesKeysPrioritizedFirstWithFiltersAndRules() {
        List<ProviderKey> keys =
                Objects.requireNonNull(policy.workspaces().get("acme")).keysFor("openai");

        assertThat(keys)
                .containsExactly(
                        new ProviderKey(
                                "acme-openai-main",
                                "openai",
                                Tier.PRIORITIZED,
                                0,
                                new SecretReference("file", "/run/secrets/acme/openai", "main"),
                                true,
                                null,
                                new KeyFilters(null, null, null, List.of(Glob.of("prod"))),
                                SharedCapacityRule.USE,
                                OnFailure.CONTINUE,
                                new SourceLocation("workspaces/acme.yml", 21)),
                        new ProviderKey(
                                "acme-openai-dev",
                                "openai",
                                Tier.PRIORITIZED,
                                1,
                                new SecretReference("env", "BYOK_ACME_DEV", null),
                                true,
                                null,
                                new KeyFilters(List.of(Glob.of("openai/*-mini")), null, null, null),
                                SharedCapacityRule.NEVER_FOR_MODELS,
                                OnFailure.RETURN,
                                new SourceLocation("workspaces/acme.yml", 22)),
                        new ProviderKey(
                                "acme-openai-reserve",
                                "openai",
                                Tier.FALLBACK,
                                0,
                                new SecretReference("file", "/run/secrets/acme/deep/reserve", null),
                                true,
                                Instant.parse("2027-01-01T12:00:00Z"),
                                new KeyFilters(null, List.of(Glob.of("*-agent")), List.of(Glob.of("content")), null),
                                SharedCapacityRule.USE,
                                OnFailure.CONTINUE,
                                new SourceLocation("workspaces/acme.yml", 24)));
    }

    @Test
    void leavesTheSecretOutWhereTheProviderNeedsNone() {
        ProviderKey key = Objects.requireNonNull(policy.workspaces().get("acme"))
                .keysFor("vllm")
                .get(0);

        assertThat(key.secret()).isNull();
        assertThat(key.sharedCapacity()).isEqualTo(SharedCapacityRule.NEVER);
    }

    @Test
    void findsCallersByTheirGatewayKeys() {
        assertThat(policy.gatewayKeys().size()).isEqualTo(3);
        GatewayKeys.Entry second = entry("e3a95b0000000000000000000000000000000000000000000000000000000003");
        Caller contentAgent = entry("5c1d7e0000000000000000000000000000000000000000000000000000000001")
                .caller();

        assertThat(second.expires()).isEqualTo("2026-12-31T00:00:00Z");
        assertThat(second.caller().name()).isEqualTo("legal-bot");
        assertThat(second.caller().enabled()).isFalse();
        assertThat(second.caller().strictOwnKeys()).isTrue();
        assertThat(contentAgent.workspace()).isEqualTo("acme");
        assertThat(contentAgent.member()).isEqualTo("content");
        assertThat(contentAgent.environment()).isEqualTo("prod");
        assertThat(contentAgent.location()).hasToString("workspaces/acme.yml:6");
    }

    @Test
    void findsCallersByTheHostsPrincipals() {
        assertThat(policy.callersByPrincipal()).containsOnlyKeys("acme-legal", "globex");
        assertThat(Objects.requireNonNull(policy.callersByPrincipal().get("globex"))
                        .name())
                .isEqualTo("app");
    }

    @Test
    void givesCallersTheirProfileOrTheDefaultOne() {
        Profile legal = Objects.requireNonNull(policy.callersByPrincipal().get("acme-legal"))
                .profile();
        Profile standard = Objects.requireNonNull(policy.callersByPrincipal().get("globex"))
                .profile();

        assertThat(legal)
                .isEqualTo(new Profile(
                        "legal",
                        8,
                        true,
                        true,
                        Guardrails.NONE,
                        DataDemand.NONE,
                        Duration.ofSeconds(20),
                        new Timeouts(null, null, Duration.ofSeconds(30), Duration.ofSeconds(15), null, null),
                        Waiting.DEFAULT,
                        Delivery.LIVE,
                        Balancing.DEFAULT,
                        Set.of(Profile.Said.MODERATED),
                        new SourceLocation("profiles.yml", 3)));
        assertThat(standard.name()).isEqualTo("standard");
        assertThat(standard.maxAttempts()).isEqualTo(6);
    }

    @Test
    void needsNoProfiles() {
        Map<String, String> contents = SamplePolicy.edited("policy.yml", "defaults: { profile: standard }\n", "");
        contents.remove("profiles.yml");
        contents.computeIfPresent("workspaces/acme.yml", (file, text) -> text.replace("    profile: legal\n", ""));

        PolicySnapshot compiled = PolicyCompiler.compile(PolicyFiles.hashed(contents));

        assertThat(Objects.requireNonNull(compiled.callersByPrincipal().get("globex"))
                        .profile())
                .isEqualTo(Profile.DEFAULT);
    }

    @Test
    void tellsVersionsApartByPathAndContent() {
        String version = PolicyFiles.hashed(Map.of("a", "bc")).version();

        assertThat(version).matches("[0-9a-f]{12}");
        assertThat(PolicyFiles.hashed(Map.of("a", "bc")).version()).isEqualTo(version);
        assertThat(PolicyFiles.hashed(Map.of("ab", "c")).version()).isNotEqualTo(version);
        assertThat(PolicyFiles.hashed(Map.of("a", "bd")).version()).isNotEqualTo(version);
    }

    private GatewayKeys.Entry entry(String hash) {
        return Objects.requireNonNull(policy.gatewayKeys().find(HexFormat.of().parseHex(hash)));
    }
}

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.MODELS;
import static dev.byok.policy.document.PolicyEdits.PROVIDERS;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.provider.ProviderPreset;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AzureProvidersTests {

    private static final String CLASSIC =
            "resource: acme-eu, deployments: [gpt-5.2, prod_mini], api-version: \"2024-10-21\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource: acme-eu | https://acme-eu.openai.azure.com/openai/v1",
                "base-url: https://acme.services.ai.azure.com/openai/v1/ | https://acme.services.ai.azure.com/openai/v1"
            })
    void speaksTheV1ApiOfAResourceOrUrl(String options, String expected) {
        Provider azure = provider(compiled(options, "openai/gpt-5.2", "gpt"));

        assertThat(azure.preset()).isEqualTo(ProviderPreset.AZURE_OPENAI);
        assertThat(azure.auth()).isEqualTo(AuthScheme.API_KEY);
        assertThat(azure.baseUrl()).hasToString(expected);
        assertThat(azure.deployments()).isEmpty();
    }

    @Test
    void anEndpointOfAV1ResourceIsNamedByTheBodyAlone() {
        Model model = Objects.requireNonNull(
                compiled("resource: acme-eu", "new/model", "any-deployment").model("new/model"));

        assertThat(model.endpoints().get(0).provider().baseUrl())
                .hasToString("https://acme-eu.openai.azure.com/openai/v1");
        assertThat(model.endpoints().get(0).upstreamModel()).isEqualTo("any-deployment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource: acme-eu | https://acme-eu.openai.azure.com/openai",
                "base-url: https://acme-eu.cognitiveservices.azure.com/openai | https://acme-eu.cognitiveservices.azure.com/openai"
            })
    void givesEachDeploymentItsUrl(String where, String expected) {
        PolicySnapshot policy = compiled(CLASSIC.replace("resource: acme-eu", where), "new/model", "gpt-5.2");

        Model model = Objects.requireNonNull(policy.model("new/model"));

        assertThat(model.endpoints().get(0).provider().baseUrl())
                .hasToString(expected + "/deployments/gpt-5.2?api-version=2024-10-21");
        assertThat(model.endpoints().get(0).provider().name()).isEqualTo("azure-eu");
        assertThat(provider(policy).deployments()).containsExactlyInAnyOrder("gpt-5.2", "prod_mini");
    }

    @Test
    void sendsABearerWhereThePolicySaysSo() {
        assertThat(provider(compiled("resource: acme-eu, auth: bearer", "new/model", "gpt"))
                        .auth())
                .isEqualTo(AuthScheme.BEARER);
    }

    @ParameterizedTest
    @MethodSource
    void saysWhereItIsWrong(String options, String expected) {
        Map<String, String> edited = SamplePolicy.edited(
                PROVIDERS, "  openai: {}", "  openai: {}\n  azure-eu: { preset: azure-openai" + options + " }");

        assertThat(problemsOf(edited)).containsExactly("providers.yml:3 providers.azure-eu" + expected);
    }

    static Stream<Arguments> saysWhereItIsWrong() {
        String version = ", api-version: \"2024-10-21\"";
        return Stream.of(
                arguments("", ": expected a resource or a base-url"),
                arguments(
                        ", resource: a, base-url: \"https://a.openai.azure.com/openai/v1\"",
                        ".base-url: expected none beside a resource"),
                arguments(", resource: a.evil.test/x", ".resource = a.evil.test/x: expected the name of a resource"),
                arguments(", resource: -a", ".resource = -a: expected the name of a resource"),
                arguments(", resource: a@b", ".resource = a@b: expected the name of a resource"),
                arguments(", resource: a, deployments: [d]", ".api-version: required"),
                arguments(", resource: a" + version, ".deployments: required"),
                arguments(
                        ", resource: a, deployments: []" + version,
                        ".deployments: an empty list is neither none nor all: name something or leave it out"),
                arguments(
                        ", resource: a, deployments: [\"../x\"]" + version,
                        ".deployments[0] = ../x: expected the name of a deployment"),
                arguments(
                        ", resource: a, deployments: [\"x?y=z\"]" + version,
                        ".deployments[0] = x?y=z: expected the name of a deployment"),
                arguments(", resource: a, deployments: [d, d]" + version, ".deployments[1] = d: named twice"),
                arguments(
                        ", resource: a, deployments: [d], api-version: \"1&x=y\"",
                        ".api-version = 1&x=y: expected a version such as 2024-10-21"),
                arguments(
                        ", resource: a, deployments: [d], api-version: \"2024-06-01\"",
                        ".api-version = 2024-06-01: expected 2024-09-01-preview or later"),
                arguments(
                        ", base-url: \"http://a.test/openai\"",
                        ".base-url = http://a.test/openai: expected https (http needs allow-private-network: true)"));
    }

    @Test
    void wantsAnEndpointsModelToBeOneOfTheDeployments() {
        Map<String, String> edited = edited(CLASSIC, "new/model", "gpt-5.3");

        assertThat(problemsOf(edited))
                .containsExactly(
                        "models.yml:2 models.new/model.endpoints[0].model = gpt-5.3: expected one of the provider's deployments (did you mean gpt-5.2?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource: a | resource | azure-openai or azure-anthropic",
                "deployments: [d] | deployments | azure-openai",
                "api-version: \"2024-10-21\" | api-version | azure-openai"
            })
    void refusesAzuresOptionsAtOtherProviders(String option, String field, String presets) {
        Map<String, String> edited = SamplePolicy.edited(PROVIDERS, "  openai: {}", "  openai: { " + option + " }");

        assertThat(problemsOf(edited))
                .containsExactly("providers.yml:2 providers.openai." + field + ": only with preset " + presets);
    }

    private static Provider provider(PolicySnapshot policy) {
        return Objects.requireNonNull(policy.providers().get("azure-eu"));
    }

    private static PolicySnapshot compiled(String options, String slug, String deployment) {
        return PolicyCompiler.compile(new PolicyFiles("v1", edited(options, slug, deployment)));
    }

    private static Map<String, String> edited(String options, String slug, String deployment) {
        String models = slug.equals("openai/gpt-5.2")
                ? SamplePolicy.MODELS
                : SamplePolicy.MODELS.replaceFirst(
                        "models:",
                        "models:\n  " + slug + ": { endpoints: [{ provider: azure-eu, model: " + deployment + " }] }");
        Map<String, String> files = new java.util.TreeMap<>(SamplePolicy.edited(
                PROVIDERS, "  openai: {}", "  openai: {}\n  azure-eu: { preset: azure-openai, " + options + " }"));
        files.put(MODELS, models);
        return files;
    }
}

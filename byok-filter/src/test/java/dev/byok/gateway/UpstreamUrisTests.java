package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.DataPolicy;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Timeouts;
import dev.byok.provider.AwsRegion;
import dev.byok.provider.ProviderPreset;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamUrisTests {

    private static final PolicySnapshot POLICY = Calls.policy();

    private final UpstreamUris uris = new UpstreamUris();

    @Test
    void putsTheOperationBehindTheBaseUrl() {
        Provider provider = provider("https://api.example.com/v1", Set.of());

        assertThat(uris.uri(POLICY, provider, ApiOperation.CHAT_COMPLETIONS, "any", false))
                .hasToString("https://api.example.com/v1/chat/completions");
        assertThat(uris.uri(POLICY, provider.serving("any"), ApiOperation.EMBEDDINGS, "any", false))
                .hasToString("https://api.example.com/v1/embeddings");
    }

    @Test
    void putsTheOperationBetweenADeploymentsPathAndTheVersion() {
        Provider provider = provider("https://r.openai.azure.com/openai?api-version=2024-10-21", Set.of("one", "two"));

        assertThat(uris.uri(POLICY, provider.serving("one"), ApiOperation.CHAT_COMPLETIONS, "any", false))
                .hasToString(
                        "https://r.openai.azure.com/openai/deployments/one/chat/completions?api-version=2024-10-21");
        assertThat(uris.uri(POLICY, provider.serving("two"), ApiOperation.EMBEDDINGS, "any", false))
                .hasToString("https://r.openai.azure.com/openai/deployments/two/embeddings?api-version=2024-10-21");
    }

    @Test
    void putsAModelIntoOneSegmentAndAnArnIntoItsRegion() {
        Provider bedrock = bedrock("https://bedrock-runtime.us-east-1.amazonaws.com");
        String arn = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1";

        assertThat(uris.uri(POLICY, bedrock, ApiOperation.CHAT_COMPLETIONS, "us.amazon.nova-micro-v1:0", true))
                .hasToString(
                        "https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-micro-v1%3A0/converse-stream");
        assertThat(uris.uri(POLICY, bedrock.serving(arn), ApiOperation.CHAT_COMPLETIONS, arn, false))
                .hasToString(
                        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aapplication-inference-profile%2Fa1/converse");
        assertThat(bedrock.serving(arn).awsRegion()).isEqualTo(new AwsRegion("eu-west-1"));
        assertThat(bedrock("https://private.example.com").serving(arn))
                .as("a base URL of the policy's own holds")
                .isEqualTo(bedrock("https://private.example.com"));
    }

    @Test
    void keepsAnAddressAsLongAsItsPolicyIsInForce() {
        Provider bedrock = bedrock("https://bedrock-runtime.us-east-1.amazonaws.com");
        PolicySnapshot next = Calls.policy();
        URI first = uris.uri(POLICY, bedrock, ApiOperation.CHAT_COMPLETIONS, "one", false);

        assertThat(uris.uri(POLICY, bedrock, ApiOperation.CHAT_COMPLETIONS, "one", false))
                .isSameAs(first);
        uris.uri(next, bedrock, ApiOperation.CHAT_COMPLETIONS, "other", false);
        assertThat(uris.uri(next, bedrock, ApiOperation.CHAT_COMPLETIONS, "one", false))
                .isEqualTo(first)
                .isNotSameAs(first);
    }

    private static Provider bedrock(String baseUrl) {
        return new Provider(
                "bedrock",
                ProviderPreset.BEDROCK,
                URI.create(baseUrl),
                Provider.AuthScheme.AWS,
                Timeouts.NONE,
                new SourceLocation("providers.yml", 2),
                Set.of(),
                DataPolicy.UNKNOWN,
                ProviderPreset.BEDROCK.dialect(),
                new AwsRegion("us-east-1"));
    }

    private static Provider provider(String baseUrl, Set<String> deployments) {
        return new Provider(
                "azure",
                ProviderPreset.AZURE_OPENAI,
                URI.create(baseUrl),
                Provider.AuthScheme.API_KEY,
                Timeouts.NONE,
                new SourceLocation("providers.yml", 2),
                deployments,
                DataPolicy.UNKNOWN);
    }
}

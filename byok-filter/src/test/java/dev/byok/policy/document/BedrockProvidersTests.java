package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.PROVIDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.provider.AwsRegion;
import dev.byok.provider.Dialect;
import dev.byok.secret.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Amazon Bedrock and Claude in Foundry are, and how one speaks to them. */
class BedrockProvidersTests {

    private static Provider provider(String entry) {
        Map<String, String> files =
                new TreeMap<>(SamplePolicy.edited(PROVIDERS, "  openai: {}", "  openai: {}\n  " + entry));
        String name = entry.substring(0, entry.indexOf(':'));
        return Objects.requireNonNull(
                PolicyCompiler.compile(new PolicyFiles("v1", files)).providers().get(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bedrock: { aws-region: us-east-1 } | https://bedrock-runtime.us-east-1.amazonaws.com | BEDROCK_CONVERSE | AWS",
                "bedrock: { aws-region: us-gov-west-1 } | https://bedrock-runtime.us-gov-west-1.amazonaws.com | BEDROCK_CONVERSE | AWS",
                "bedrock: { aws-region: cn-north-1 } | https://bedrock-runtime.cn-north-1.amazonaws.com.cn | BEDROCK_CONVERSE | AWS",
                "bedrock: { aws-region: eu-west-1, auth: bearer } | https://bedrock-runtime.eu-west-1.amazonaws.com | BEDROCK_CONVERSE | BEARER",
                "bedrock: { aws-region: eu-west-1, dialect: openai-chat } | https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1 | OPENAI_CHAT | AWS",
                "eu: { preset: bedrock, aws-region: us-iso-east-1, base-url: \"https://vpce.example.com/\" } | https://vpce.example.com | BEDROCK_CONVERSE | AWS",
                "bedrock-mantle: { aws-region: eu-west-1 } | https://bedrock-mantle.eu-west-1.api.aws/v1 | OPENAI_CHAT | AWS",
                "bedrock-mantle: { aws-region: eu-west-1, dialect: anthropic-messages } | https://bedrock-mantle.eu-west-1.api.aws/anthropic/v1 | ANTHROPIC_MESSAGES | AWS",
                "azure-anthropic: { resource: acme } | https://acme.services.ai.azure.com/anthropic/v1 | ANTHROPIC_MESSAGES | AZURE_API_KEY",
                "azure-anthropic: { resource: acme, auth: bearer } | https://acme.services.ai.azure.com/anthropic/v1 | ANTHROPIC_MESSAGES | BEARER"
            })
    void isWhereItsRegionOrResourceSays(String entry, String url, Dialect dialect, AuthScheme auth) {
        Provider provider = provider(entry);

        assertThat(provider.baseUrl()).hasToString(url);
        assertThat(provider.dialect()).isEqualTo(dialect);
        assertThat(provider.auth()).isEqualTo(auth);
        assertThat(provider.serving("any")).isEqualTo(provider);
    }

    @Test
    void anArnHasARegionOfItsOwn() {
        Provider provider = provider("bedrock: { aws-region: us-east-1 }")
                .serving("arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/a1b2c3d4e5f6");

        assertThat(provider.baseUrl()).hasToString("https://bedrock-runtime.eu-west-1.amazonaws.com");
        assertThat(provider.awsRegion()).isEqualTo(new AwsRegion("eu-west-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bedrock: { aws-region: us-east-1 } | arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2 | anthropic.claude-sonnet-4.5",
                "bedrock: { aws-region: us-east-1 } | arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2 | anthropic.claude-sonnet-4.5",
                "bedrock: { aws-region: us-east-1 } | arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0 | arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0",
                "bedrock: { aws-region: us-east-1 } | arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0 | arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0",
                "bedrock: { aws-region: us-east-1 } | us.amazon.nova-pro-v1:0 | us.amazon.nova-pro-v1:0",
                "bedrock-mantle: { aws-region: us-east-1, dialect: anthropic-messages } | arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2 | arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2"
            })
    void anArnThatTellsNothingIsKnownByTheCatalogsSlug(String entry, String model, String knownAs) {
        assertThat(provider(entry).knownAs(model, "anthropic/claude-sonnet-4.5"))
                .isEqualTo(knownAs);
    }

    @Test
    void anAwsSecretIsASignatureOrABearer() {
        Map<String, String> headers = new TreeMap<>();

        AuthScheme.AWS.authorize(Secret.of("ABSKtest"), headers::put);

        assertThat(headers).containsExactly(Map.entry("Authorization", "Bearer ABSKtest"));
        assertThat(AuthScheme.AWS.signs(Secret.of("{}"))).isTrue();
        assertThat(AuthScheme.AWS.signs(Secret.of("ABSKtest"))).isFalse();
        assertThat(AuthScheme.BEARER.signs(Secret.of("{}"))).isFalse();
    }
}

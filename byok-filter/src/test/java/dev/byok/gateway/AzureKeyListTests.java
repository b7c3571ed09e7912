package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.secret.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenRouter's lists of Azure keys: the one for the place that the policy names, and never another. */
class AzureKeyListTests {

    private static final String LIST = "[{\"api_key\":\"openai-key\",\"resource_name\":\"acme\"},"
            + "{\"api_key\":\"foundry-key\",\"resource_name\":\"acme\",\"resource_type\":\"ai_foundry\"},"
            + "{\"model_slug\":\"openai/gpt-5.2\",\"endpoint_url\":\"https://acme.openai.azure.com/openai/deployments/g/chat/completions?api-version=2024-08-01-preview\",\"api_key\":\"deployment-key\",\"model_id\":\"g\"},"
            + "{\"resource_name\":\"keyless\"},{\"endpoint_url\":\"no url at all\",\"api_key\":\"x\"},7]";

    @ParameterizedTest
    @CsvSource({
        "acme.openai.azure.com, openai/gpt-4o, openai-key",
        "ACME.openai.azure.com, openai/gpt-4o, openai-key",
        "acme.services.ai.azure.com, anthropic/claude, foundry-key",
        "acme.openai.azure.com, openai/gpt-5.2, deployment-key"
    })
    void givesTheKeyOfTheDeploymentElseOfTheResource(String host, String model, String key) {
        assertThat(AzureKeyList.isIn(Secret.of(LIST))).isTrue();
        assertThat(AzureKeyList.key(Secret.of(LIST), host, model)).isEqualTo(Secret.of(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                LIST + "|other.openai.azure.com|without one for this provider's resource",
                LIST + "|keyless.openai.azure.com|has no api_key",
                "[]|acme.openai.azure.com|without one for this provider's resource",
                "[{\"api_key\":\"canary\",\"resource_name\":\"acme\",\"resource_type\":\"evil\"}]|acme.openai.azure.com|without one",
                "[canary|acme.openai.azure.com|not a JSON array"
            })
    void saysWhyThereIsNoneAndNothingOfTheList(String list, String host, String message) {
        assertThatThrownBy(() -> AzureKeyList.key(Secret.of(list), host, "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("canary", "acme", "key\":");
    }
}

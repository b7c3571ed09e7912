package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.plan.Attempt;
import dev.byok.policy.DataPolicy;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.provider.AwsRegion;
import dev.byok.provider.ProviderPreset;
import dev.byok.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** What a secret's value may be at which provider. Signatures are looked at where they arrive. */
class CredentialFormsTests {

    private static final String AZURE =
            "[{\"api_key\":\"openai-key\",\"resource_name\":\"acme\"},{\"api_key\":\"foundry-key\",\"resource_name\":\"acme\",\"resource_type\":\"ai_foundry\"}]";

    private static Attempt attempt(ProviderPreset preset, AuthScheme auth, String url, @Nullable AwsRegion region) {
        Provider provider = new Provider(
                "one",
                preset,
                URI.create(url),
                auth,
                Timeouts.NONE,
                Calls.HERE,
                Set.of(),
                DataPolicy.UNKNOWN,
                preset.dialect(),
                region);
        Endpoint endpoint = new Endpoint(provider, "up", null, Calls.HERE);
        Model model = new Model("acme/model", null, List.of(endpoint), Calls.HERE);
        return new Attempt(
                model, 0, endpoint, Calls.attempt("own", Tier.PRIORITIZED).key(), false);
    }

    private static HttpHeaders authorized(Attempt attempt, String secret) {
        HttpHeaders headers = new HttpHeaders();
        CredentialForms.authorize(
                attempt,
                Secret.of(secret),
                MockServerWebExchange.from(
                        MockServerHttpRequest.post("http://gateway/").build()),
                headers);
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_OPENAI, API_KEY, https://acme.openai.azure.com/openai/v1, openai-key, , ",
        "AZURE_OPENAI, BEARER, https://acme.openai.azure.com/openai/v1, , , Bearer openai-key",
        "AZURE_ANTHROPIC, AZURE_API_KEY, https://acme.services.ai.azure.com/anthropic/v1, foundry-key, foundry-key, "
    })
    void ofAListOfAzureKeysTheOneForTheProviderTravels(
            ProviderPreset preset,
            AuthScheme auth,
            String url,
            @Nullable String apiKey,
            @Nullable String xApiKey,
            @Nullable String authorization) {
        Attempt attempt = attempt(preset, auth, url, null);

        HttpHeaders headers = authorized(attempt, AZURE);

        // Of white space a secret holds nothing but blanks.
        assertThat(authorized(attempt, "  " + AZURE)).isEqualTo(headers);
        assertThat(CredentialForms.flaw(attempt, Secret.of("  " + AZURE))).isNull();
        assertThat(CredentialForms.flaw(attempt, Secret.of(AZURE))).isNull();
        assertThat(headers.getFirst("api-key")).isEqualTo(apiKey);
        assertThat(headers.getFirst("x-api-key")).isEqualTo(xApiKey);
        assertThat(headers.getFirst("authorization")).isEqualTo(authorization);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AZURE_OPENAI | API_KEY | " + AZURE
                        + " | a list of Azure keys without one for this provider's resource, and for this model where it lists deployments",
                "AZURE_OPENAI | API_KEY | plain-key | ",
                "OPENAI | BEARER | [1] | ",
                "BEDROCK | AWS | {\"accessKeyId\":\"A\"} | AWS credentials without secretAccessKey",
                "BEDROCK | AWS | {\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"region\":\"eu-west-1\"} | AWS credentials for another region than us-east-1, where the provider is",
                "BEDROCK | AWS | {\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"region\":\"us-east-1\"} | ",
                "BEDROCK | AWS | {\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"roleArn\":\"arn:aws:iam::123456789012:role/r\"} | AWS credentials that name a role, which the gateway cannot take without software.amazon.awssdk:sts among its dependencies",
                "BEDROCK | AWS | ABSKkey | ",
                "BEDROCK | BEARER | {\"accessKeyId\":\"A\"} | "
            })
    void saysWhatIsWrongWithOne(ProviderPreset preset, AuthScheme auth, String secret, @Nullable String flaw) {
        Attempt attempt = attempt(preset, auth, "https://other.test", new AwsRegion("us-east-1"));

        CredentialForms.Flaw found = CredentialForms.flaw(attempt, Secret.of(secret));

        assertThat(found == null ? null : found.text()).isEqualTo(flaw);
    }

    /** A key that is only for others is not a bad one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AZURE_OPENAI | API_KEY | " + AZURE + " | true",
                "AZURE_OPENAI | API_KEY | [ | false",
                "BEDROCK | AWS | {\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"region\":\"eu-west-1\"} | true",
                "BEDROCK | AWS | ` {\"accessKeyId\":\"A\"}` | false"
            })
    void tellsWhetherItMayBeRightElsewhere(ProviderPreset preset, AuthScheme auth, String secret, boolean elsewhere) {
        Attempt attempt = attempt(preset, auth, "https://other.test", new AwsRegion("us-east-1"));

        assertThat(CredentialForms.flaw(attempt, Secret.of(secret)))
                .extracting(CredentialForms.Flaw::hereOnly)
                .isEqualTo(elsewhere);
    }
}

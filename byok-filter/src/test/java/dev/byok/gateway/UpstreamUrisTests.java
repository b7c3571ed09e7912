package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.DataPolicy;
import dev.byok.policy.Provider;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Timeouts;
import dev.byok.provider.ProviderPreset;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamUrisTests {

    private final UpstreamUris uris = new UpstreamUris();

    @Test
    void putsTheOperationBehindTheBaseUrl() {
        Provider provider = provider("https://api.example.com/v1", Set.of());

        assertThat(uris.uri(provider, ApiOperation.CHAT_COMPLETIONS))
                .hasToString("https://api.example.com/v1/chat/completions");
        assertThat(uris.uri(provider.serving("any"), ApiOperation.EMBEDDINGS))
                .hasToString("https://api.example.com/v1/embeddings");
    }

    @Test
    void putsTheOperationBetweenADeploymentsPathAndTheVersion() {
        Provider provider = provider("https://r.openai.azure.com/openai?api-version=2024-10-21", Set.of("one", "two"));

        assertThat(uris.uri(provider.serving("one"), ApiOperation.CHAT_COMPLETIONS))
                .hasToString(
                        "https://r.openai.azure.com/openai/deployments/one/chat/completions?api-version=2024-10-21");
        assertThat(uris.uri(provider.serving("two"), ApiOperation.EMBEDDINGS))
                .hasToString("https://r.openai.azure.com/openai/deployments/two/embeddings?api-version=2024-10-21");
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

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.PROVIDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.provider.Dialect;
import dev.byok.secret.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that speak Anthropic's dialect, and those that do not. */
class AnthropicProvidersTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic: {} | https://api.anthropic.com/v1 | ANTHROPIC_MESSAGES | X_API_KEY",
                "anthropic: { auth: bearer } | https://api.anthropic.com/v1 | ANTHROPIC_MESSAGES | BEARER",
                "claude-proxy: { base-url: \"https://claude.test/v1\", dialect: anthropic-messages } | https://claude.test/v1 | ANTHROPIC_MESSAGES | X_API_KEY",
                "claude-proxy: { base-url: \"https://claude.test/v1\" } | https://claude.test/v1 | OPENAI_CHAT | BEARER",
                "mistral: {} | https://api.mistral.ai/v1 | OPENAI_CHAT | BEARER"
            })
    void speaksWhatItsPresetDoesOrThePolicySays(String entry, String url, Dialect dialect, AuthScheme auth) {
        Map<String, String> files =
                new TreeMap<>(SamplePolicy.edited(PROVIDERS, "  openai: {}", "  openai: {}\n  " + entry));
        String name = entry.substring(0, entry.indexOf(':'));

        Provider provider = Objects.requireNonNull(
                PolicyCompiler.compile(new PolicyFiles("v1", files)).providers().get(name));

        assertThat(provider.baseUrl()).hasToString(url);
        assertThat(provider.dialect()).isEqualTo(dialect);
        assertThat(provider.auth()).isEqualTo(auth);
        assertThat(provider.serving("any").dialect()).isEqualTo(dialect);
    }

    @Test
    void aKeyTravelsInAHeaderOfItsOwn() {
        Map<String, String> headers = new TreeMap<>();

        AuthScheme.X_API_KEY.authorize(Secret.of("sk-ant-test"), headers::put);

        assertThat(headers).containsExactly(Map.entry("x-api-key", "sk-ant-test"));
    }
}

package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class EnvSecretResolverTests {

    private final EnvSecretResolver resolver =
            new EnvSecretResolver(Map.of(
                    "BYOK_OPENAI",
                    "sk-canary",
                    "BYOK_JSON",
                    "{\"key\":\"sk-2\"}",
                    "BYOK_BAD",
                    "canary\nx",
                    "HOME",
                    "/canary")::get);

    @Test
    void readsAVariable() {
        StepVerifier.create(resolver.resolve(reference("BYOK_OPENAI", null)))
                .expectNext(Secret.of("sk-canary"))
                .verifyComplete();
        StepVerifier.create(resolver.resolve(reference("BYOK_JSON", "key")))
                .expectNext(Secret.of("sk-2"))
                .verifyComplete();
    }

    @Test
    void readsNothingButVariablesOfOurs() {
        refuses("HOME", "only variables named BYOK_");
        refuses("BYOK_NONE", "the variable is not set");
        refuses("BYOK_BAD", "the secret holds a line break");
    }

    private void refuses(String name, String reason) {
        StepVerifier.create(resolver.resolve(reference(name, null))).verifyErrorSatisfies(e -> assertThat(e)
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageStartingWith("secret env:" + name + ": " + reason)
                .hasMessageNotContaining("canary"));
    }

    private static SecretReference reference(String name, @Nullable String field) {
        return new SecretReference("env", name, field);
    }
}

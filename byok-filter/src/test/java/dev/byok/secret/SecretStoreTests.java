package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import reactor.test.StepVerifier;

/** A gateway without the vendors' libraries. */
class SecretStoreTests {

    private @Nullable ClassLoader before;

    @BeforeEach
    void takeTheLibrariesAway() {
        before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread()
                .setContextClassLoader(new FilteredClassLoader(
                        "org.springframework.vault",
                        "software.amazon",
                        "com.google.cloud",
                        "com.azure",
                        "com.google.crypto"));
    }

    @AfterEach
    void bringThemBack() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @ParameterizedTest
    @CsvSource({
        "vault, org.springframework.vault:spring-vault-core",
        "aws-sm, software.amazon.awssdk:secretsmanager",
        "aws-role, software.amazon.awssdk:sts",
        "aws-identity, software.amazon.awssdk:auth",
        "gcp-sm, com.google.cloud:google-cloud-secretmanager",
        "azure-kv, com.azure:azure-security-keyvault-secrets",
        "cipher, com.google.crypto.tink:tink",
    })
    void saysWhichDependencyIsMissing(String scheme, String artifact) {
        SecretReference reference = new SecretReference(scheme, "acme/openai", null);

        StepVerifier.create(new Secrets(List.of()).get(reference))
                .verifyErrorMessage("secret " + scheme + ":acme/openai: its client library is missing: add " + artifact
                        + " to the gateway's dependencies");
    }

    @Test
    void saysWhatToSetWhereNoLibraryIsNeeded() {
        SecretReference reference = new SecretReference("infisical", "acme", "KEY");

        StepVerifier.create(new Secrets(List.of()).get(reference))
                .verifyErrorMessage("secret infisical:acme#KEY: not set up: set byok.secrets.infisical.project-id");
    }

    @Test
    void knowsNoStoreOfASchemeThatNothingHasToBeDoneFor() {
        assertThat(SecretStore.of("file")).isNull();
        assertThat(SecretStore.of("other")).isNull();
    }
}

package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.secret.GatewaySecrets;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.Secrets;
import dev.byok.secret.aws.AwsSecretResolver;
import dev.byok.secret.azure.AzureSecretResolver;
import dev.byok.secret.gcp.GcpSecretResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;

/** The clouds' libraries are the host's choice, each by itself. */
class CloudLibrariesTests {

    @Test
    void eachCloudIsReadWhereItsLibraryIs() {
        GatewaySecrets.gateway().run(context -> assertThat(context)
                .hasSingleBean(AwsSecretResolver.class)
                .hasSingleBean(GcpSecretResolver.class)
                .hasSingleBean(AzureSecretResolver.class));
    }

    @ParameterizedTest
    @CsvSource({"software.amazon.awssdk, aws-sm", "com.google.cloud, gcp-sm", "com.azure, azure-kv"})
    void aCloudIsLeftOutWhereItsLibraryIsNot(String library, String scheme) {
        GatewaySecrets.gateway()
                .withClassLoader(new FilteredClassLoader(library))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Secrets.class);
                    assertThat(context.getBeanProvider(SecretResolver.class).stream()
                                    .map(SecretResolver::scheme))
                            .doesNotContain(scheme)
                            .contains("file", "env");
                });
    }
}

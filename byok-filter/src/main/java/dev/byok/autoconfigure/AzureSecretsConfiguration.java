package dev.byok.autoconfigure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.secrets.SecretAsyncClient;
import dev.byok.secret.azure.AzureDefaults;
import dev.byok.secret.azure.AzureSecretResolver;
import dev.byok.secret.azure.AzureVaults;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reads {@code azure-kv:} where Azure's client is, with the host's own credential and HTTP client where it has them; all
 * else is made when a vault is first asked.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecretAsyncClient.class)
@EnableConfigurationProperties(AzureSecretsProperties.class)
class AzureSecretsConfiguration {

    @Bean
    AzureSecretResolver byokAzureSecretResolver(
            AzureSecretsProperties properties,
            ObjectProvider<TokenCredential> credential,
            ObjectProvider<HttpClient> client) {
        Supplier<HttpClient> transport = SingletonSupplier.of(() -> client.getIfUnique(AzureDefaults::transport));
        return new AzureSecretResolver(new AzureVaults(
                properties.getVaultSuffix(),
                transport,
                SingletonSupplier.of(() -> credential.getIfUnique(
                        () -> AzureDefaults.credential(transport.get(), properties.getAuthorityHost())))));
    }
}

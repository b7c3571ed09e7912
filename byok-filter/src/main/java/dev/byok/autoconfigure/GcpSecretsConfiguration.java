package dev.byok.autoconfigure;

import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import dev.byok.secret.LazyClient;
import dev.byok.secret.gcp.GcpClients;
import dev.byok.secret.gcp.GcpSecretResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads {@code gcp-sm:} where Google's client is; the host's own comes first, and one of ours is made when first needed. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecretManagerServiceClient.class)
@EnableConfigurationProperties(GcpSecretsProperties.class)
class GcpSecretsConfiguration {

    @Bean
    GcpSecretResolver byokGcpSecretResolver(
            GcpSecretsProperties properties,
            ObjectProvider<SecretManagerServiceClient> client,
            ObjectProvider<CredentialsProvider> credentials) {
        SecretManagerServiceClient hosts = client.getIfUnique();
        return new GcpSecretResolver(
                hosts != null
                        ? LazyClient.ofHost(hosts)
                        : new LazyClient<>(
                                () -> GcpClients.create(properties.getEndpoint(), credentials.getIfUnique()),
                                SecretManagerServiceClient::close));
    }
}

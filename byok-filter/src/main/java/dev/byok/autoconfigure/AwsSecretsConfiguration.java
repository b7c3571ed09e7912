package dev.byok.autoconfigure;

import dev.byok.secret.LazyClient;
import dev.byok.secret.aws.AwsClient;
import dev.byok.secret.aws.AwsSecretResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads {@code aws-sm:} where the AWS SDK is; the host's own client comes first, and one of ours is made when first needed. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecretsManagerClient.class)
@EnableConfigurationProperties(AwsSecretsProperties.class)
class AwsSecretsConfiguration {

    @Bean
    AwsSecretResolver byokAwsSecretResolver(
            AwsSecretsProperties properties,
            ObjectProvider<SecretsManagerClient> client,
            ObjectProvider<SecretsManagerAsyncClient> asyncClient,
            ObjectProvider<AwsCredentialsProvider> credentials) {
        SecretsManagerClient hosts = client.getIfUnique();
        if (hosts != null) {
            return new AwsSecretResolver(LazyClient.ofHost(AwsClient.of(hosts)));
        }
        SecretsManagerAsyncClient hostsAsync = asyncClient.getIfUnique();
        if (hostsAsync != null) {
            return new AwsSecretResolver(LazyClient.ofHost(AwsClient.of(hostsAsync)));
        }
        return new AwsSecretResolver(new LazyClient<>(
                () -> AwsClient.create(properties.getRegion(), properties.getEndpoint(), credentials.getIfUnique()),
                AwsClient::close));
    }
}

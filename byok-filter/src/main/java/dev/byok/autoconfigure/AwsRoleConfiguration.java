package dev.byok.autoconfigure;

import dev.byok.secret.LazyClient;
import dev.byok.secret.aws.AwsKeyRoles;
import dev.byok.secret.aws.AwsRoleResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/** Takes roles where the AWS SDK's client of STS is, the host's own first: by {@code aws-role:}, and with keys of a secret. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(StsClient.class)
@EnableConfigurationProperties(AwsSecretsProperties.class)
class AwsRoleConfiguration {

    @Bean
    AwsRoleResolver byokAwsRoleResolver(
            AwsSecretsProperties properties,
            ObjectProvider<StsClient> client,
            ObjectProvider<AwsCredentialsProvider> credentials) {
        return new AwsRoleResolver(
                sts(properties, client.getIfUnique(), credentials, properties.getRegion()),
                properties.getSessionName());
    }

    @Bean
    AwsKeyRoles byokAwsKeyRoles(
            AwsSecretsProperties properties,
            ObjectProvider<StsClient> client,
            ObjectProvider<AwsCredentialsProvider> credentials) {
        StsClient hosts = client.getIfUnique();
        return new AwsKeyRoles(
                region -> sts(properties, hosts, credentials, region(properties, region)), properties.getSessionName());
    }

    /** An endpoint of its own is in the region that is set beside it. */
    private static @Nullable String region(AwsSecretsProperties properties, @Nullable String ofSecret) {
        boolean own = properties.getStsEndpoint() != null && StringUtils.hasText(properties.getRegion());
        return ofSecret == null || own ? properties.getRegion() : ofSecret;
    }

    private static LazyClient<StsClient> sts(
            AwsSecretsProperties properties,
            @Nullable StsClient hosts,
            ObjectProvider<AwsCredentialsProvider> credentials,
            @Nullable String region) {
        return hosts != null
                ? LazyClient.ofHost(hosts)
                : new LazyClient<>(
                        () -> AwsRoleResolver.create(region, properties.getStsEndpoint(), credentials.getIfUnique()),
                        StsClient::close);
    }
}

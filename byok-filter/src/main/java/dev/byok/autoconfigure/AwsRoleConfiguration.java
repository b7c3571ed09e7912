package dev.byok.autoconfigure;

import dev.byok.secret.LazyClient;
import dev.byok.secret.aws.AwsRoleResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/** Reads {@code aws-role:} where the AWS SDK's client of STS is; the host's own comes first. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(StsClient.class)
@EnableConfigurationProperties(AwsSecretsProperties.class)
class AwsRoleConfiguration {

    @Bean
    AwsRoleResolver byokAwsRoleResolver(
            AwsSecretsProperties properties,
            ObjectProvider<StsClient> client,
            ObjectProvider<AwsCredentialsProvider> credentials) {
        StsClient hosts = client.getIfUnique();
        LazyClient<StsClient> sts = hosts != null
                ? LazyClient.ofHost(hosts)
                : new LazyClient<>(
                        () -> AwsRoleResolver.create(
                                properties.getRegion(), properties.getStsEndpoint(), credentials.getIfUnique()),
                        StsClient::close);
        return new AwsRoleResolver(sts, properties.getSessionName());
    }
}

package dev.byok.autoconfigure;

import dev.byok.secret.LazyClient;
import dev.byok.secret.aws.AwsIdentityResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Reads {@code aws-identity:} where the AWS SDK is; the host's own credentials come first. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DefaultCredentialsProvider.class)
class AwsIdentityConfiguration {

    @Bean
    AwsIdentityResolver byokAwsIdentityResolver(ObjectProvider<AwsCredentialsProvider> credentials) {
        AwsCredentialsProvider hosts = credentials.getIfUnique();
        return new AwsIdentityResolver(
                hosts != null
                        ? LazyClient.ofHost(hosts)
                        : new LazyClient<AwsCredentialsProvider>(
                                () -> DefaultCredentialsProvider.builder().build(), chain -> {
                                    if (chain instanceof DefaultCredentialsProvider own) {
                                        own.close();
                                    }
                                }));
    }
}

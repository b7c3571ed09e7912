package dev.byok.autoconfigure;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.secret.EnvSecretResolver;
import dev.byok.secret.FileSecretResolver;
import dev.byok.secret.SecretExchange;
import dev.byok.secret.SecretReads;
import dev.byok.secret.SecretRefresher;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.Secrets;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.scheduler.Schedulers;

/** Where secrets are read; all it needs is a {@link PolicyHolder}, so that a command can use it without a gateway. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ByokSecretsProperties.class)
@Import({
    AwsSecretsConfiguration.class,
    AwsIdentityConfiguration.class,
    AwsRoleConfiguration.class,
    GcpSecretsConfiguration.class,
    AzureSecretsConfiguration.class,
    ByokVaultConfiguration.class,
    ByokInfisicalConfiguration.class,
    ByokCipherConfiguration.class
})
public class ByokSecretsConfiguration {

    @Bean
    FileSecretResolver byokFileSecretResolver(PolicyHolder policies) {
        return new FileSecretResolver(() -> secretRoots(policies));
    }

    @Bean
    EnvSecretResolver byokEnvSecretResolver() {
        return new EnvSecretResolver(System::getenv);
    }

    @Bean
    Secrets byokSecrets(
            ObjectProvider<SecretResolver> resolvers,
            ObjectProvider<SecretExchange> exchange,
            ObjectProvider<SecretReads> listeners,
            ByokSecretsProperties properties) {
        return new Secrets(
                resolvers.orderedStream().toList(),
                exchange.getIfUnique(() -> SecretExchange.NONE),
                properties.ages(),
                listeners.orderedStream().toList(),
                System::nanoTime);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    SecretRefresher byokSecretRefresher(Secrets secrets) {
        return new SecretRefresher(secrets, Schedulers.parallel());
    }

    private static List<Path> secretRoots(PolicyHolder policies) {
        PolicySnapshot policy = policies.current();
        return policy == null ? List.of() : policy.secretFileRoots();
    }
}

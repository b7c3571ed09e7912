package dev.byok.command.keys;

import dev.byok.autoconfigure.ByokSecretsConfiguration;
import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.secret.Secrets;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The secrets of a policy, read by the gateway's own resolvers and with the gateway's own properties: its
 * {@code application.yml}, the {@code gateway.yml} of the policy's config repo where there is one, and the environment.
 */
final class PolicySecrets implements AutoCloseable {

    private final AnnotationConfigApplicationContext context;

    private PolicySecrets(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    static PolicySecrets of(PolicySnapshot policy, PolicyFolder folder) {
        Path path = folder.path().toAbsolutePath().normalize();
        Path parent = path.getParent();
        Path repository = folder.prefix().isEmpty() || parent == null ? path : parent;
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "byok keys verify",
                        Map.of(
                                "BYOK_CONFIG_REPO", repository.toString(),
                                "spring.config.on-not-found", "ignore",
                                "spring.cloud.config.enabled", "false")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setEnvironment(environment);
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(PolicyHolder.class, () -> new PolicyHolder(policy));
        context.register(ByokSecretsConfiguration.class);
        context.refresh();
        return new PolicySecrets(context);
    }

    Secrets secrets() {
        return context.getBean(Secrets.class);
    }

    @Override
    public void close() {
        context.close();
    }
}

package dev.byok.autoconfigure;

import dev.byok.actuate.SecretAuditEvents;
import dev.byok.policy.source.PolicyHolder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Publishes audit events in a host that has the actuator; what keeps them is the host's. */
@AutoConfiguration(after = ByokAutoConfiguration.class)
@ConditionalOnClass(AuditApplicationEvent.class)
@ConditionalOnBean(PolicyHolder.class)
@EnableConfigurationProperties(ByokProperties.class)
public class ByokAuditAutoConfiguration {

    @Bean
    SecretAuditEvents byokSecretAuditEvents(
            ConfigurableApplicationContext context, ByokProperties properties, Environment environment) {
        return new SecretAuditEvents(context, node(properties.getNode(), environment.getProperty("HOSTNAME")));
    }

    /** Kubernetes and Docker set the variable; elsewhere the machine knows its name. */
    private static String node(@Nullable String named, @Nullable String container) {
        if (named != null && !named.isBlank()) {
            return named;
        }
        if (container != null && !container.isBlank()) {
            return container;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}

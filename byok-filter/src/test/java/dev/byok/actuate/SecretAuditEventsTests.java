package dev.byok.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.autoconfigure.ByokAuditAutoConfiguration;
import dev.byok.autoconfigure.ByokSecretsConfiguration;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditListener;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** What the actuator's own audit comes to know. */
class SecretAuditEventsTests {

    private static final SecretReference FOUND = new SecretReference("store", "acme/openai", "main");
    private static final SecretReference LOST = new SecretReference("store", "acme/lost", null);

    private final InMemoryAuditEventRepository repository = new InMemoryAuditEventRepository();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ByokAuditAutoConfiguration.class))
            .withUserConfiguration(ByokSecretsConfiguration.class)
            .withBean(PolicyHolder.class)
            .withBean(Store.class)
            .withPropertyValues("byok.node=gateway-7");

    @Test
    void tellsWhoReadWhatWhenAndWhetherItWasRefused() {
        runner.withBean(AuditListener.class, () -> new AuditListener(repository))
                .run(context -> {
                    Secrets secrets = context.getBean(Secrets.class);
                    secrets.get(FOUND).block();
                    secrets.get(LOST).onErrorComplete().block();

                    await().until(() -> repository.find(null, null, null).size() == 2);
                });

        List<AuditEvent> events = repository.find("gateway-7", null, null);
        assertThat(events).extracting(AuditEvent::getType).containsExactly("BYOK_SECRET_READ", "BYOK_SECRET_REFUSED");
        assertThat(events)
                .extracting(AuditEvent::getData)
                .containsExactly(
                        Map.of("reference", "store:acme/openai#main", "finding", "first"),
                        Map.of("reference", "store:acme/lost", "reason", "there is no such secret"));
        assertThat(events.toString()).doesNotContain("canary");
    }

    @Test
    void aHostWhoseAuditFailsReadsItsSecretsAllTheSame() {
        runner.withBean(AuditListener.class, () -> new AuditListener(repository) {
                    @Override
                    protected void onAuditEvent(AuditEvent event) {
                        repository.add(event);
                        throw new IllegalStateException("disk full");
                    }
                })
                .run(context -> {
                    Secrets secrets = context.getBean(Secrets.class);

                    assertThat(secrets.get(FOUND).block()).isNotNull();
                    secrets.warm(List.of(LOST));

                    await().until(() -> repository.find(null, null, null).size() == 2);
                });
    }

    /** Where it were told meanwhile, its listeners would be made by another thread than the one that makes all beans. */
    @Test
    void whatIsReadWhileTheContextIsMadeIsToldOnceItStands() {
        AtomicBoolean silent = new AtomicBoolean();
        runner.withBean("reads", String.class, () -> "")
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        factory -> factory.addBeanPostProcessor(new BeanPostProcessor() {
                            @Override
                            public Object postProcessAfterInitialization(Object bean, String name) {
                                if (name.equals("reads")) {
                                    factory.getBean(Secrets.class).get(FOUND).block();
                                    await().during(Duration.ofMillis(300)).until(() -> repository
                                            .find(null, null, null)
                                            .isEmpty());
                                    silent.set(true);
                                }
                                return bean;
                            }
                        })))
                .withBean(AuditListener.class, () -> new AuditListener(repository))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    await().until(() -> repository.find(null, null, null).size() == 1);
                });
        assertThat(silent).isTrue();
    }

    @Test
    void isNotThereWithoutTheActuator() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("byokSecretAuditEvents");
                    assertThat(context.getBean(Secrets.class).get(FOUND).block())
                            .isNotNull();
                });
    }

    /** Holds one secret. */
    static final class Store implements SecretResolver {

        @Override
        public String scheme() {
            return "store";
        }

        @Override
        public Mono<Secret> resolve(SecretReference reference) {
            return reference.equals(FOUND)
                    ? Mono.just(Secret.of("sk-canary"))
                    : Mono.error(new SecretUnavailableException(reference, "there is no such secret"));
        }
    }
}

package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.actuate.PolicyHealthIndicator;
import dev.byok.actuate.PolicyMeters;
import dev.byok.gateway.ByokGateway;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicySources;
import dev.byok.policy.source.PolicyWatcher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

/** Which hosts get the policy's health and meters. */
class PolicyVisibilityTests {

    private final ReactiveWebApplicationContextRunner host =
            new ReactiveWebApplicationContextRunner().withUserConfiguration(Host.class);
    private final ReactiveWebApplicationContextRunner withPolicy;

    PolicyVisibilityTests(@TempDir Path policy) {
        withPolicy = host.withPropertyValues("byok.policy.location=file:" + policy);
    }

    @Test
    void aHostThatSaysWhereThePolicyIsHasBoth() {
        withPolicy.run(context -> assertThat(context)
                .hasSingleBean(PolicyMeters.class)
                .hasSingleBean(PolicyHealthIndicator.class)
                .hasBean("byokHealthIndicator"));
    }

    @Test
    void aHostWithoutAPolicysPlaceHasNeither() {
        host.run(context -> assertThat(context)
                .hasSingleBean(ByokGateway.class)
                .doesNotHaveBean(PolicyMeters.class)
                .doesNotHaveBean(PolicyHealthIndicator.class));
    }

    @Test
    void healthCanBeSwitchedOff() {
        withPolicy.withPropertyValues("management.health.byok.enabled=false").run(context -> assertThat(context)
                .hasSingleBean(PolicyMeters.class)
                .doesNotHaveBean(PolicyHealthIndicator.class));
    }

    @ParameterizedTest
    @CsvSource({
        "io.micrometer.core, byokPolicyMeters, byokHealthIndicator",
        "org.springframework.boot.health, byokHealthIndicator, byokPolicyMeters",
    })
    void aHostWithoutOneOfTheLibrariesHasTheOtherOne(String absent, String without, String with) {
        PolicyWatcher watcher = new PolicyWatcher(
                PolicySources.of("file:/absent"),
                new PolicyHolder(),
                Duration.ofHours(1),
                Duration.ZERO,
                Clock.systemUTC());

        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ByokHealthAutoConfiguration.class, ByokMetricsAutoConfiguration.class))
                .withBean(PolicyWatcher.class, () -> watcher)
                .withClassLoader(new FilteredClassLoader(absent))
                .run(context -> assertThat(context).hasBean(with).doesNotHaveBean(without));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}
}

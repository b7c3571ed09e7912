package dev.byok.sample;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicyWatcher;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.gateway.event.RefreshRoutesEvent;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/**
 * Takes up the routes of {@code gateway.yml} with each commit whose policy came into force: policy first, then the routes
 * of that very commit, wherever the branch has got to by then. Requests go on by the routes there are until the new ones
 * are built, and stay with those if these cannot be built.
 */
@Component
@Profile("config-server")
class RoutesFollowPolicy {

    private static final Logger log = LoggerFactory.getLogger(RoutesFollowPolicy.class);
    /** What Spring Cloud Config calls the commit that the properties are of. */
    private static final String COMMIT = "config.client.version";
    /** What Spring Cloud Config asks the server for: a branch, or a commit. */
    private static final String LABEL = "spring.cloud.config.label";
    /** Named in {@code application.yml} too, without which a refresh would not see it. */
    private static final String POLICY_COMMIT = "policy-commit";

    private final ConfigurableApplicationContext context;
    private final ContextRefresher refresher;
    private final PolicyHolder policies;

    RoutesFollowPolicy(
            ConfigurableApplicationContext context,
            ContextRefresher refresher,
            PolicyHolder policies,
            PolicyWatcher watcher) {
        this.context = context;
        this.refresher = refresher;
        this.policies = policies;
        watcher.addListener(policy -> follow());
    }

    /** The branch may have moved between the reading of the routes and that of the policy. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        PolicySnapshot policy = policies.current();
        String commit = context.getEnvironment().getProperty(COMMIT);
        if (policy != null && commit != null && !commit.startsWith(policy.version())) {
            follow();
        }
    }

    @EventListener(RefreshRoutesResultEvent.class)
    void built(RefreshRoutesResultEvent result) {
        if (result.isSuccess()) {
            LastGoodRoutes.save(context.getEnvironment());
        }
    }

    private synchronized void follow() {
        PolicySnapshot policy = policies.current();
        if (policy != null) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(POLICY_COMMIT, Map.of(LABEL, policy.version())));
        }
        Set<String> changed = refresher.refresh();
        if (LastGoodRoutes.retire(context.getEnvironment())) {
            context.publishEvent(new EnvironmentChangeEvent(context, changed));
            context.publishEvent(new RefreshRoutesEvent(this));
        }
        if (changed.stream().anyMatch(name -> name.startsWith("spring.cloud.gateway."))) {
            log.info("the routes of gateway.yml changed with it");
        }
    }
}

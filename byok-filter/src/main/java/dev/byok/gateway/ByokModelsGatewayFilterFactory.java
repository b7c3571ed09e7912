package dev.byok.gateway;

import dev.byok.plan.Narrowing.AllowList;
import dev.byok.policy.Glob;
import java.util.List;
import org.springframework.cloud.gateway.filter.GatewayFilter;

/**
 * {@code ByokModels=openai/*}: of what the policy allows only these models may serve the route's requests, where {@code *} stands
 * for any characters. Several such filters all have to agree.
 */
public class ByokModelsGatewayFilterFactory
        extends NarrowingGatewayFilterFactory<ByokModelsGatewayFilterFactory.Config> {

    /** The one argument. */
    public static final String NAMES_KEY = "names";

    public ByokModelsGatewayFilterFactory() {
        super(Config.class);
    }

    @Override
    public ShortcutType shortcutType() {
        return ShortcutType.GATHER_LIST;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(NAMES_KEY);
    }

    @Override
    public GatewayFilter apply(Config config) {
        List<Glob> globs = RoutePatterns.MODELS.read(name(), config.getNames());
        return narrowing(config, globs, (narrowing, route) -> narrowing.onlyModels(new AllowList(globs, route)));
    }

    /** Which models are allowed. */
    public static class Config extends RouteConfig {

        private List<String> names = List.of();

        public List<String> getNames() {
            return names;
        }

        public Config setNames(List<String> names) {
            this.names = List.copyOf(names);
            return this;
        }

        public Config setNames(String... names) {
            return setNames(List.of(names));
        }
    }
}

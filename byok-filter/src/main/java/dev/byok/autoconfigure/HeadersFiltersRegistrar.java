package dev.byok.autoconfigure;

import dev.byok.gateway.ByokRequestHeadersFilter;
import dev.byok.gateway.ByokResponseHeadersFilter;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Registers our header filters behind everybody else's. Several of the host's filters have the lowest precedence too, and
 * beans of equal order keep the order of their registration: as an ordinary bean ours would come before the one that logs
 * all request headers at DEBUG.
 */
class HeadersFiltersRegistrar implements BeanDefinitionRegistryPostProcessor {

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        register(registry, "byokResponseHeadersFilter", ByokResponseHeadersFilter.class);
        register(registry, "byokRequestHeadersFilter", ByokRequestHeadersFilter.class);
    }

    private static void register(BeanDefinitionRegistry registry, String name, Class<?> type) {
        registry.registerBeanDefinition(
                name, BeanDefinitionBuilder.rootBeanDefinition(type).getBeanDefinition());
    }
}

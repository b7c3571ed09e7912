package dev.byok.e2e;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Callers authenticate with the host, here by password; {@code oauth2ResourceServer} works the same way. Byok takes the
 * principal's name and looks it up among the {@code principals} of the policy's callers.
 */
@Configuration(proxyBeanMethods = false)
class HostPrincipalSecurity {

    @Bean
    @Order(1)
    SecurityWebFilterChain llm(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/v1/**"))
                .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                .httpBasic(Customizer.withDefaults())
                .csrf(CsrfSpec::disable)
                .build();
    }
}

package dev.byok.e2e;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Callers bring gateway keys, which Byok checks: the host's security lets them pass. CSRF protection has to be off, since it
 * refuses every POST without its token; nothing is lost, as no browser sends a gateway key by itself.
 */
@Configuration(proxyBeanMethods = false)
class GatewayKeySecurity {

    @Bean
    @Order(1)
    SecurityWebFilterChain llm(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/v1/**"))
                .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .csrf(CsrfSpec::disable)
                .build();
    }
}

package dev.byok.e2e;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.publisher.Mono;

/** A host with bearer tokens of its own, as a resource server has them: the token's text is the service's name. */
@Configuration(proxyBeanMethods = false)
class HostTokenSecurity {

    static final String TOKEN_PREFIX = "Bearer host-token.";

    @Bean
    @Order(1)
    SecurityWebFilterChain llm(ServerHttpSecurity http) {
        ReactiveAuthenticationManager trusting = Mono::just;
        AuthenticationWebFilter tokens = new AuthenticationWebFilter(trusting);
        tokens.setServerAuthenticationConverter(
                exchange -> Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
                        .filter(value -> value.startsWith(TOKEN_PREFIX))
                        .map(value -> service(value.substring(TOKEN_PREFIX.length()))));
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/v1/**"))
                .addFilterAt(tokens, SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                .csrf(CsrfSpec::disable)
                .build();
    }

    private static Authentication service(String name) {
        return UsernamePasswordAuthenticationToken.authenticated(name, "", List.of());
    }
}

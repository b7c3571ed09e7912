package dev.byok.e2e;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/** A gateway that was there before Byok: routes and users of its own, who authenticate by password on {@code /app/**}. */
@SpringBootConfiguration
@EnableAutoConfiguration
class HostApplication {

    static final String USER = "service-a";
    static final String STRANGER = "service-z";
    static final String PASSWORD = "host-password";

    @Bean
    MapReactiveUserDetailsService users() {
        return new MapReactiveUserDetailsService(
                User.withUsername(USER)
                        .password("{noop}" + PASSWORD)
                        .roles("USER")
                        .build(),
                User.withUsername(STRANGER)
                        .password("{noop}" + PASSWORD)
                        .roles("USER")
                        .build());
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain app(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/app/**"))
                .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                .httpBasic(Customizer.withDefaults())
                .csrf(CsrfSpec::disable)
                .build();
    }
}

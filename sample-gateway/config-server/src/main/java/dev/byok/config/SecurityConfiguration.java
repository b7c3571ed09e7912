package dev.byok.config;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Asks for user and password where {@code spring.security.user.password} is set; open otherwise. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain access(HttpSecurity http, @Value("${spring.security.user.password:}") String password) {
        http.csrf(csrf -> csrf.disable());
        if (password.isEmpty()) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    /** Also there without a password, since Spring Boot would else make one up and print it. */
    @Bean
    UserDetailsService users(
            @Value("${spring.security.user.name}") String name,
            @Value("${spring.security.user.password:}") String password) {
        InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
        if (!password.isEmpty()) {
            users.createUser(
                    User.withUsername(name).password("{noop}" + password).build());
        }
        return users;
    }
}

package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.gateway.ByokRequestHeadersFilter;
import dev.byok.gateway.ByokResponseHeadersFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Where our header filters stand among the host's. */
class HeadersFiltersTests {

    @Test
    void comeAfterEveryFilterOfTheHostWhicheverIsRegisteredFirst() {
        try (var context = new AnnotationConfigApplicationContext(HeadersFiltersRegistrar.class, HostFilters.class)) {
            List<HttpHeadersFilter> filters = context.getBean(Filters.class).inOrder();

            assertThat(filters).hasSize(4);
            assertThat(filters.get(2)).isInstanceOf(ByokResponseHeadersFilter.class);
            assertThat(filters.get(3)).isInstanceOf(ByokRequestHeadersFilter.class);
        }
    }

    record Filters(List<HttpHeadersFilter> inOrder) {}

    static final class HostFilter implements HttpHeadersFilter, Ordered {

        @Override
        public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
            return input;
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostFilters {

        @Bean
        HttpHeadersFilter ordered() {
            return new HostFilter();
        }

        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        HttpHeadersFilter annotated() {
            return (input, exchange) -> input;
        }

        @Bean
        Filters filters(ObjectProvider<List<HttpHeadersFilter>> filters) {
            return new Filters(filters.getObject());
        }
    }
}

package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.byok.gateway.ByokRequestHeadersFilter;
import dev.byok.gateway.ByokResponseHeadersFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Where our header filters stand among the host's, and what is said at start. */
@ExtendWith(OutputCaptureExtension.class)
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

    @Test
    void refuseToStartWhereAnotherFilterWouldSeeTheCredential() {
        HttpHeadersFilter late = new HostFilter();

        assertThatIllegalStateException()
                .isThrownBy(() -> check(new HttpClientProperties(), new ByokRequestHeadersFilter(), late))
                .withMessageContaining(HostFilter.class.getName());
        assertThatIllegalStateException()
                .isThrownBy(() -> check(new HttpClientProperties()))
                .withMessageContaining("there is none");
    }

    @Test
    void mayBeFollowedByFiltersOfAnswers() {
        check(
                new HttpClientProperties(),
                new HostFilter(),
                new ByokRequestHeadersFilter(),
                new ByokResponseHeadersFilter());
    }

    @Test
    void warnAtStartOfAHostThatIsLessPatient(CapturedOutput output) {
        HttpClientProperties client = new HttpClientProperties();
        client.setResponseTimeout(Duration.ofSeconds(599));

        check(client, new ByokRequestHeadersFilter());

        assertThat(output).contains("response-timeout is 599000 ms");
    }

    @Test
    void sayNothingOfAHostThatIsPatientEnough(CapturedOutput output) {
        HttpClientProperties client = new HttpClientProperties();
        client.setResponseTimeout(Duration.ofMinutes(10));

        check(client, new ByokRequestHeadersFilter());

        assertThat(output).doesNotContain("response-timeout");
    }

    private static void check(HttpClientProperties client, HttpHeadersFilter... filters) {
        ObjectProvider<List<HttpHeadersFilter>> provider = new ObjectProvider<>() {
            @Override
            public List<HttpHeadersFilter> getObject() {
                return List.of(filters);
            }

            @Override
            public List<HttpHeadersFilter> getIfAvailable() {
                return List.of(filters);
            }
        };
        new StartUpChecks(client, provider).afterSingletonsInstantiated();
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

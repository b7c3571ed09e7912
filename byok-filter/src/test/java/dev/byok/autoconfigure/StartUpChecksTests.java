package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.byok.caller.Callers;
import dev.byok.gateway.BodyLimits;
import dev.byok.gateway.ByokGateway;
import dev.byok.gateway.ByokGatewayFilterFactory;
import dev.byok.gateway.ByokRequestHeadersFilter;
import dev.byok.gateway.ByokResponseHeadersFilter;
import dev.byok.gateway.ByokRoutingGlobalFilter;
import dev.byok.health.InMemoryHealth;
import dev.byok.image.ImageFetcher;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

/** What is refused and what is said at start. */
@ExtendWith(OutputCaptureExtension.class)
class StartUpChecksTests {

    private static final HttpHeadersFilter OF_REQUESTS = new ByokRequestHeadersFilter();
    private static final HttpHeadersFilter OF_ANSWERS = new ByokResponseHeadersFilter();

    private final HttpClientProperties client = new HttpClientProperties();
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    @Test
    void refusesAFilterThatWouldSeeTheCredential() {
        HttpHeadersFilter late = new HostFilter(HttpHeadersFilter.Type.REQUEST);

        assertThatIllegalStateException()
                .isThrownBy(() -> check(OF_REQUESTS, late, OF_ANSWERS))
                .withMessageContaining("ByokRequestHeadersFilter must be the last")
                .withMessageContaining(HostFilter.class.getName());
        assertThatIllegalStateException()
                .isThrownBy(() -> check(OF_ANSWERS))
                .withMessageContaining("provider credentials, but there is none");
    }

    @Test
    void refusesAFilterBehindTheListOfHeadersForCallers() {
        HttpHeadersFilter late = new HostFilter(HttpHeadersFilter.Type.RESPONSE);

        assertThatIllegalStateException()
                .isThrownBy(() -> check(OF_ANSWERS, late, OF_REQUESTS))
                .withMessageContaining("ByokResponseHeadersFilter must be the last")
                .withMessageContaining(HostFilter.class.getName());
        assertThatIllegalStateException()
                .isThrownBy(() -> check(OF_REQUESTS))
                .withMessageContaining("reach callers, but there is none");
    }

    @Test
    void asksForOursToBeLastOfTheirOwnKindOnly() {
        check(new HostFilter(HttpHeadersFilter.Type.RESPONSE), OF_ANSWERS, OF_REQUESTS);
        check(new HostFilter(HttpHeadersFilter.Type.REQUEST), OF_REQUESTS, OF_ANSWERS);
    }

    @Test
    void refusesToOfferTheFilterWithoutWhatServesIt() {
        beans.addBean("filter", gateway().filterFactory());

        assertThatIllegalStateException()
                .isThrownBy(() -> check(OF_ANSWERS, OF_REQUESTS))
                .withMessageContaining("global-filter.byok-routing.enabled is false");
    }

    @Test
    void takesBothOrNoneOfThem() {
        check(OF_ANSWERS, OF_REQUESTS);
        beans.addBean("filter", gateway().filterFactory());
        beans.addBean("routing", gateway().routingFilter());

        check(OF_ANSWERS, OF_REQUESTS);
    }

    @Test
    void warnsOfAHostThatIsLessPatient(CapturedOutput output) {
        client.setResponseTimeout(Duration.ofSeconds(599));

        check(OF_ANSWERS, OF_REQUESTS);

        assertThat(output).contains("response-timeout is 599000 ms");
    }

    @Test
    void saysNothingOfAHostThatIsPatientEnough(CapturedOutput output) {
        client.setResponseTimeout(Duration.ofMinutes(10));

        check(OF_ANSWERS, OF_REQUESTS);

        assertThat(output).doesNotContain("response-timeout");
    }

    @Test
    void refusesABoundOnAllBodiesBelowThatOnOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new BodyLimits(DataSize.ofMegabytes(20), DataSize.ofMegabytes(19), Duration.ofSeconds(1)))
                .withMessageContaining("byok.max-buffered-bytes")
                .withMessageContaining("is less than byok.max-body");
    }

    private void check(HttpHeadersFilter... filters) {
        ObjectProvider<List<HttpHeadersFilter>> inOrder = new ObjectProvider<>() {
            @Override
            public List<HttpHeadersFilter> getObject() {
                return List.of(filters);
            }

            @Override
            public List<HttpHeadersFilter> getIfAvailable() {
                return List.of(filters);
            }
        };
        new StartUpChecks(
                        client,
                        inOrder,
                        beans.getBeanProvider(ByokGatewayFilterFactory.class),
                        beans.getBeanProvider(ByokRoutingGlobalFilter.class))
                .afterSingletonsInstantiated();
    }

    private static ByokGateway gateway() {
        return new ByokGateway(
                new Callers(() -> null, List.of()),
                new Secrets(List.of()),
                new InMemoryHealth(),
                new InMemoryRevocations(),
                new BodyLimits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofSeconds(1)),
                Clock.systemUTC(),
                null,
                new ImageFetcher(null),
                null);
    }

    /** A filter of the host's that sees one kind of headers. */
    private static final class HostFilter implements HttpHeadersFilter {

        private final Type type;

        HostFilter(Type type) {
            this.type = type;
        }

        @Override
        public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
            return input;
        }

        @Override
        public boolean supports(Type asked) {
            return asked == type;
        }
    }
}

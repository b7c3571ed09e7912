package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_OBSERVATION_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.byok.policy.Provider;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.provider.ProviderPreset;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

/** What the host leaves in the exchange for one attempt. */
class UpstreamExchangeTests {

    private static final String OF_A_HOSTS_FILTER = "x-host";
    private static final String UPSTREAMS = "x-upstream";

    private static final Provider PROVIDER = new Provider(
            "openai",
            ProviderPreset.OPENAI,
            URI.create("https://api.openai.com/v1"),
            Provider.AuthScheme.BEARER,
            Timeouts.NONE,
            new SourceLocation("providers.yml", 2));

    private final MockServerWebExchange callers = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/x"));
    private final HttpHeaders received = new HttpHeaders();
    private UpstreamExchange attempt = exchange();

    @BeforeEach
    void begin() {
        callers.getAttributes().put(ByokExchange.ATTRIBUTE, Calls.begun());
        callers.getResponse().getHeaders().set(OF_A_HOSTS_FILTER, "demo");
        attempt = exchange();
        received.set(UPSTREAMS, "1");
    }

    @Test
    void isTheAttemptsAlone() {
        arrive();

        assertThat(attempt.getResponse().getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(attempt.getResponse().getHeaders().headerNames()).containsExactly(OF_A_HOSTS_FILTER, UPSTREAMS);
        assertThat(attempt.getAttributes()).containsKeys(ByokExchange.ATTRIBUTE, CLIENT_RESPONSE_CONN_ATTR);
        assertThat(callers.getResponse().getStatusCode()).isNull();
        assertThat(callers.getResponse().getHeaders().headerNames()).containsExactly(OF_A_HOSTS_FILTER);
        assertThat(callers.getAttributes()).doesNotContainKey(CLIENT_RESPONSE_CONN_ATTR);
    }

    @Test
    void showsNothingOfTheCallersQuery() {
        MockServerHttpRequest asked = MockServerHttpRequest.post("http://gateway:81/v1/x?api_key=k%20y&b=2")
                .build();

        UpstreamRequest request = new UpstreamRequest(asked, PROVIDER, null, true, Unpooled.EMPTY_BUFFER);

        assertThat(request.getURI()).hasToString("http://gateway:81/v1/x");
        assertThat(request.getQueryParams()).isEmpty();
    }

    @Test
    void isTheCallersOnceItIsTheAnswer() {
        arrive();

        attempt.answer();

        assertThat(callers.getResponse().getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(callers.getResponse().getHeaders().headerNames()).containsExactly(OF_A_HOSTS_FILTER, UPSTREAMS);
        assertThat(callers.getAttributes()).containsKey(CLIENT_RESPONSE_CONN_ATTR);
    }

    @Test
    void isTheCallersWhatBecomesOfTheAnswerAfterwards() {
        attempt.answer();

        attempt.getResponse().getHeaders().set("x-late-filter", "1");
        attempt.getResponse().setStatusCode(HttpStatus.CREATED);
        attempt.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, "another connection");
        attempt.close();

        assertThat(callers.getResponse().getHeaders().headerNames())
                .containsExactly(OF_A_HOSTS_FILTER, "x-late-filter");
        assertThat(callers.getResponse().getStatusCode()).isEqualTo(HttpStatus.CREATED);
        assertThat(callers.getAttributes()).containsEntry(CLIENT_RESPONSE_CONN_ATTR, "another connection");
    }

    @Test
    void leavesNoStatusBehindThatHasNoName() {
        callers.getResponse().setRawStatusCode(529);

        attempt.close();

        assertThat(callers.getResponse().getStatusCode()).isNull();
    }

    @Test
    void changesNothingOfAnAnswerThatHasBegun() {
        callers.getResponse().setStatusCode(HttpStatus.GATEWAY_TIMEOUT);
        callers.getResponse().setComplete().block();

        arrive();

        assertThat(callers.getResponse().getStatusCode()).isEqualTo(HttpStatus.GATEWAY_TIMEOUT);
        assertThat(callers.getResponse().getHeaders().headerNames()).containsExactly(OF_A_HOSTS_FILTER);
    }

    @Test
    void isTheCallersWhereAFilterOfTheHostsAnswersInItsPlace() {
        attempt.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
        attempt.getResponse().getHeaders().set("x-refused-by", "host");

        attempt.getResponse().setComplete().block();

        assertThat(callers.getResponse().getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(callers.getResponse().getHeaders().headerNames()).containsExactly(OF_A_HOSTS_FILTER, "x-refused-by");
    }

    @Test
    void sharesWhatFiltersOfTheHostsTellEachOther() {
        attempt.getAttributes().put("of a filter", "1");
        assertThat(callers.getAttributes()).containsEntry("of a filter", "1");

        attempt.getAttributes().remove("of a filter");
        assertThat(callers.getAttributes()).doesNotContainKey("of a filter");
    }

    @Test
    void lacksTheProvidersHeadersWhereNobodyWaitsForThemAnyMore() {
        ServerWebExchange wrapped = attempt.mutate()
                .request(new ServerHttpRequestDecorator(attempt.getRequest()))
                .build();
        received.set(HttpHeaders.CONTENT_TYPE, "application/json");
        assertThat(new ByokResponseHeadersFilter().filter(received, wrapped).headerNames())
                .containsExactly(HttpHeaders.CONTENT_TYPE);

        attempt.close();

        assertThat(new ByokResponseHeadersFilter().filter(received, wrapped).isEmpty())
                .isTrue();
    }

    @Test
    void isObservedToItsEndOnce() {
        AtomicInteger ended = new AtomicInteger();
        observe(attempt, ended);
        attempt.close();
        assertThat(ended).as("without headers").hasValue(1);

        UpstreamExchange answered = exchange();
        observe(answered, ended).stop();
        answered.getAttributes().put("gateway.observation.stopped", "true");
        answered.close();
        assertThat(ended).as("with headers, at which the host ends it").hasValue(2);
    }

    @Test
    void goesWhereItIsSentWhateverIsSentBesideIt() {
        callers.getAttributes().put(GATEWAY_ROUTE_ATTR, route());
        UpstreamExchange one = exchange(true);
        UpstreamExchange other = exchange(true);
        ConnectTimeouts timeouts = new ConnectTimeouts(null);

        one.pointAt(URI.create("https://one.test/v1"), timeouts, 1_000);
        other.pointAt(URI.create("https://other.test/v1"), timeouts, 2_000);

        assertThat(one.<URI>getAttribute(GATEWAY_REQUEST_URL_ATTR)).hasHost("one.test");
        assertThat(other.<URI>getAttribute(GATEWAY_REQUEST_URL_ATTR)).hasHost("other.test");
        assertThat(one.<Route>getAttribute(GATEWAY_ROUTE_ATTR))
                .isNotEqualTo(other.<Route>getAttribute(GATEWAY_ROUTE_ATTR));
        assertThat(callers.<URI>getAttribute(GATEWAY_REQUEST_URL_ATTR)).isNull();
        other.answer();
        assertThat(callers.<URI>getAttribute(GATEWAY_REQUEST_URL_ATTR)).hasHost("other.test");
    }

    @Test
    void showsTheHeaderFiltersOnlyTheCredentialOfItsOwnAttempt() {
        UpstreamExchange one = exchange(true);
        UpstreamExchange other = exchange(true);

        assertThat(one.<Outbound>getAttribute(Outbound.ATTRIBUTE))
                .isNotNull()
                .isNotSameAs(other.<Outbound>getAttribute(Outbound.ATTRIBUTE));
        one.answer();
        other.close();

        assertThat(one.<Outbound>getAttribute(Outbound.ATTRIBUTE)).isNull();
        assertThat(other.<Outbound>getAttribute(Outbound.ATTRIBUTE)).isNull();
        assertThat(callers.getAttributes()).doesNotContainKey(Outbound.ATTRIBUTE);
    }

    @Test
    void leavesTheStatusOfTheAnswerThatWasFaster() {
        UpstreamExchange slow = exchange(true);
        callers.getResponse().setStatusCode(HttpStatus.OK);

        slow.overtake();
        slow.close();

        assertThat(callers.getResponse().getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    private static Route route() {
        return Route.async()
                .id("byok")
                .uri("byok://chat")
                .predicate(any -> true)
                .build();
    }

    private static Observation observe(ServerWebExchange exchange, AtomicInteger ended) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                ended.incrementAndGet();
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        Observation observation = Observation.start("http.client.requests", registry);
        exchange.getAttributes().put(GATEWAY_OBSERVATION_ATTR, observation);
        return observation;
    }

    private UpstreamExchange exchange() {
        return exchange(false);
    }

    private UpstreamExchange exchange(boolean beside) {
        return new UpstreamExchange(
                callers,
                new Outbound(Calls.attempt("own", Tier.PRIORITIZED), null, System.nanoTime()),
                new UpstreamRequest(callers.getRequest(), PROVIDER, null, true, Unpooled.EMPTY_BUFFER),
                FewHeaders.copyOf(callers.getResponse().getHeaders()),
                beside);
    }

    /** As the host's routing filter does when headers have come. */
    private void arrive() {
        attempt.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, "a connection");
        attempt.getResponse().setStatusCode(HttpStatus.ACCEPTED);
        attempt.getResponse().getHeaders().addAll(received);
    }
}

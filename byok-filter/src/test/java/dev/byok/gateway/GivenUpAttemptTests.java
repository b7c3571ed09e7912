package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import dev.byok.provider.ProviderPreset;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

/** Headers that come at the moment when nobody waits for them any more. */
class GivenUpAttemptTests {

    private final MockServerWebExchange callers = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/x"));
    private final UpstreamRequest request =
            new UpstreamRequest(callers.getRequest(), ProviderPreset.OPENAI, true, Unpooled.EMPTY_BUFFER);
    private final ServerWebExchange attempt =
            callers.mutate().request(new ServerHttpRequestDecorator(request)).build();
    private final HttpHeaders received = new HttpHeaders();

    @Test
    void leaveNothingBehind() {
        arrive();
        request.close();

        HttpHeaders passed = new ByokResponseHeadersFilter().filter(received, attempt);

        assertThat(passed.isEmpty()).isTrue();
        assertThat(callers.getAttributes()).doesNotContainKey(CLIENT_RESPONSE_CONN_ATTR);
    }

    @Test
    void passWhereSomebodyWaits() {
        arrive();

        HttpHeaders passed = new ByokResponseHeadersFilter().filter(received, attempt);

        assertThat(passed.headerNames()).containsExactly(HttpHeaders.CONTENT_TYPE);
        assertThat(callers.getAttributes()).containsKey(CLIENT_RESPONSE_CONN_ATTR);
    }

    private void arrive() {
        callers.getAttributes().put(ByokExchange.ATTRIBUTE, Calls.begun());
        callers.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, "a connection");
        received.set(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    }
}

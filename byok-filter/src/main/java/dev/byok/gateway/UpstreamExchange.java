package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ALREADY_ROUTED_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_OBSERVATION_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE;

import io.micrometer.observation.Observation;
import java.net.URI;
import java.util.Map;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The host's exchange between attempts: what its routing filter reads before one and leaves behind after it. The host's own
 * reset removes headers by name and so loses those that the host's filters had set; we put back what was there before.
 */
final class UpstreamExchange {

    private UpstreamExchange() {}

    /** Keeps what the host's filters have set so far. */
    static void remember(ByokExchange call, ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        call.hostHeaders(headers.isEmpty() ? HttpHeaders.EMPTY : HttpHeaders.copyOf(headers));
    }

    /**
     * Points the host's routing filter at an upstream.
     *
     * @param connectTimeout in milliseconds
     */
    static void pointAt(ServerWebExchange exchange, URI url, ConnectTimeouts timeouts, int connectTimeout) {
        Map<String, Object> attributes = exchange.getAttributes();
        attributes.put(GATEWAY_REQUEST_URL_ATTR, url);
        // The caller's Host header must not reach a provider.
        attributes.remove(PRESERVE_HOST_HEADER_ATTRIBUTE);
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        attributes.put(GATEWAY_ROUTE_ATTR, timeouts.within(connectTimeout, route));
    }

    /** Takes back everything an attempt left behind; its connection has been drained or closed before. */
    static void reset(ByokExchange call, ServerWebExchange exchange) {
        Map<String, Object> attributes = exchange.getAttributes();
        attributes.remove(CLIENT_RESPONSE_ATTR);
        attributes.remove(CLIENT_RESPONSE_CONN_ATTR);
        attributes.remove(CLIENT_RESPONSE_HEADER_NAMES);
        attributes.remove(ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR);
        attributes.remove(GATEWAY_ALREADY_ROUTED_ATTR);
        // Stopped by the host only when headers have come: an attempt without them would leave it open for ever.
        if (attributes.remove(GATEWAY_OBSERVATION_ATTR) instanceof Observation observation) {
            observation.stop();
        }
        ServerHttpResponse response = exchange.getResponse();
        if (!response.isCommitted()) {
            HttpHeaders headers = response.getHeaders();
            headers.clear();
            HttpHeaders before = call.hostHeaders();
            if (before != null) {
                headers.putAll(before);
            }
            response.setStatusCode(null);
        }
    }
}

package dev.byok.gateway;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The host's exchange before an answer stands in it, and when a host's filter sends it in again with an answer it did not
 * want. The host's own reset removes headers by name and so loses those that the host's filters had set; we put back what
 * was there before.
 */
final class HostExchange {

    private HostExchange() {}

    /** Keeps what the host's filters have set so far. */
    static void remember(ByokExchange call, ServerWebExchange exchange) {
        call.hostHeaders(FewHeaders.copyOf(exchange.getResponse().getHeaders()));
    }

    /** Takes an answer back, of which nothing has been written. */
    static void reset(ByokExchange call, ServerWebExchange exchange) {
        call.discardUpstreamBody();
        UpstreamConnection.giveUp(exchange);
        UpstreamExchange.OWN.forEach(exchange.getAttributes()::remove);
        ServerHttpResponse response = exchange.getResponse();
        if (!response.isCommitted()) {
            HttpHeaders headers = response.getHeaders();
            headers.clear();
            if (call.knowsHostHeaders()) {
                call.hostHeaders().forEach(headers::put);
            }
            response.setStatusCode(null);
        }
    }
}

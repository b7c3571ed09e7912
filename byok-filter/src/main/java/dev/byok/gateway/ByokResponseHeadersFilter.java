package dev.byok.gateway;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * The last of the host's header filters on the way back: of a provider's headers only those pass that may reach the caller;
 * no cookies, organisation ids, limits of a shared account or CORS headers. Other answers pass untouched.
 */
public final class ByokResponseHeadersFilter implements HttpHeadersFilter, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        ByokExchange call = exchange.getAttribute(ByokExchange.ATTRIBUTE);
        if (call != null && UpstreamRequest.isOver(exchange.getRequest())) {
            // They came at the very moment when the attempt was given up, too late for whoever did to see them.
            UpstreamConnection.giveUp(exchange);
            return new HttpHeaders();
        }
        boolean ours = call != null && exchange.getAttribute(Outbound.ATTRIBUTE) != null;
        return ours ? HeaderAllowList.only(HeaderAllowList.TO_CALLER, input) : input;
    }
}

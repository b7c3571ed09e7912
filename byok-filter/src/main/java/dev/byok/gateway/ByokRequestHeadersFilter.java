package dev.byok.gateway;

import dev.byok.secret.Secret;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * The last of the host's header filters on the way out: a request of ours keeps what may travel and gets the credential, so
 * that no other filter sees it. Other requests pass untouched.
 */
public final class ByokRequestHeadersFilter implements HttpHeadersFilter, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.REQUEST;
    }

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        ByokExchange call = exchange.getAttribute(ByokExchange.ATTRIBUTE);
        if (call == null) {
            return input;
        }
        HttpHeaders headers = HeaderAllowList.only(HeaderAllowList.TO_PROVIDER, input);
        Outbound outbound = exchange.getAttribute(Outbound.ATTRIBUTE);
        Secret secret = outbound == null ? null : outbound.secret();
        if (outbound != null && secret != null) {
            CredentialForms.authorize(outbound.attempt(), secret, exchange, headers);
        }
        return headers;
    }
}

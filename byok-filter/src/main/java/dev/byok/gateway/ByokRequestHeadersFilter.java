package dev.byok.gateway;

import dev.byok.policy.Provider.AuthScheme;
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

    private static final String API_KEY = "api-key";

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
        Outbound outbound = call.outbound();
        Secret secret = outbound == null ? null : outbound.secret();
        if (outbound != null && secret != null) {
            authorize(headers, outbound.attempt().endpoint().provider().auth(), secret);
        }
        return headers;
    }

    private static void authorize(HttpHeaders headers, AuthScheme auth, Secret secret) {
        switch (auth) {
            case BEARER -> headers.set(HttpHeaders.AUTHORIZATION, secret.authorization());
            case API_KEY -> headers.set(API_KEY, secret.apiKey());
            case NONE -> {}
        }
    }
}

package dev.byok.autoconfigure;

import dev.byok.gateway.ByokGatewayFilterFactory;
import dev.byok.gateway.ByokRequestHeadersFilter;
import dev.byok.gateway.ByokResponseHeadersFilter;
import dev.byok.gateway.ByokRoutingGlobalFilter;
import dev.byok.policy.Timeouts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;

/** Looks once at what the host has set that would undo what we promise. */
class StartUpChecks implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(StartUpChecks.class);

    private final HttpClientProperties client;
    private final ObjectProvider<List<HttpHeadersFilter>> headersFilters;
    private final ObjectProvider<ByokGatewayFilterFactory> filter;
    private final ObjectProvider<ByokRoutingGlobalFilter> routing;

    StartUpChecks(
            HttpClientProperties client,
            ObjectProvider<List<HttpHeadersFilter>> headersFilters,
            ObjectProvider<ByokGatewayFilterFactory> filter,
            ObjectProvider<ByokRoutingGlobalFilter> routing) {
        this.client = client;
        this.headersFilters = headersFilters;
        this.filter = filter;
        this.routing = routing;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (filter.getIfAvailable() != null && routing.getIfAvailable() == null) {
            throw new IllegalStateException("spring.cloud.gateway.server.webflux.global-filter.byok-routing.enabled is"
                    + " false: without that filter no route with Byok can be served; set byok.enabled=false to go without"
                    + " Byok");
        }
        List<HttpHeadersFilter> filters = headersFilters.getIfAvailable(List::of);
        checkLast(
                filters,
                HttpHeadersFilter.Type.REQUEST,
                ByokRequestHeadersFilter.class,
                "no other filter sees provider credentials");
        checkLast(
                filters,
                HttpHeadersFilter.Type.RESPONSE,
                ByokResponseHeadersFilter.class,
                "only listed headers reach callers");
        Duration timeout = client.getResponseTimeout();
        if (timeout != null && timeout.compareTo(Timeouts.REQUEST) < 0) {
            LOG.warn(
                    "spring.cloud.gateway.server.webflux.httpclient.response-timeout is {} ms: it ends LLM calls before"
                            + " Byok's own limits (30 s until a stream's headers, {} s for a whole answer) can; set it"
                            + " longer, or -1 in the metadata 'response-timeout' of the Byok routes",
                    timeout.toMillis(),
                    Timeouts.REQUEST.toSeconds());
        }
    }

    private static void checkLast(
            List<HttpHeadersFilter> filters,
            HttpHeadersFilter.Type type,
            Class<? extends HttpHeadersFilter> ours,
            String purpose) {
        HttpHeadersFilter last = last(filters, type);
        if (!ours.isInstance(last)) {
            throw new IllegalStateException(
                    ours.getSimpleName() + " must be the last of the gateway's header filters, so"
                            + " that " + purpose + ", but "
                            + (last == null ? "there is none" : last.getClass().getName() + " comes after it")
                            + ": give that filter a higher precedence");
        }
    }

    private static @Nullable HttpHeadersFilter last(List<HttpHeadersFilter> filters, HttpHeadersFilter.Type type) {
        HttpHeadersFilter last = null;
        for (HttpHeadersFilter filter : filters) {
            last = filter.supports(type) ? filter : last;
        }
        return last;
    }
}

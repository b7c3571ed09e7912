package dev.byok.autoconfigure;

import dev.byok.gateway.ByokRequestHeadersFilter;
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

    /** What a whole answer, whose headers come with it, may take by default. */
    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(10);

    private final HttpClientProperties client;
    private final ObjectProvider<List<HttpHeadersFilter>> headersFilters;

    StartUpChecks(HttpClientProperties client, ObjectProvider<List<HttpHeadersFilter>> headersFilters) {
        this.client = client;
        this.headersFilters = headersFilters;
    }

    @Override
    public void afterSingletonsInstantiated() {
        checkHeadersFilters(headersFilters.getIfAvailable());
        Duration timeout = client.getResponseTimeout();
        if (timeout != null && timeout.compareTo(WHOLE_ANSWER) < 0) {
            LOG.warn(
                    "spring.cloud.gateway.server.webflux.httpclient.response-timeout is {} ms: it ends LLM calls before"
                            + " Byok's own limits (30 s until a stream's headers, {} s for a whole answer) can; set it"
                            + " longer, or -1 in the metadata 'response-timeout' of the Byok routes",
                    timeout.toMillis(),
                    WHOLE_ANSWER.toSeconds());
        }
    }

    private static void checkHeadersFilters(@Nullable List<HttpHeadersFilter> filters) {
        HttpHeadersFilter last = null;
        for (HttpHeadersFilter filter : filters == null ? List.<HttpHeadersFilter>of() : filters) {
            last = filter.supports(HttpHeadersFilter.Type.REQUEST) ? filter : last;
        }
        if (!(last instanceof ByokRequestHeadersFilter)) {
            throw new IllegalStateException("Byok's request header filter must be the last one, so that no other filter"
                    + " sees provider credentials, but "
                    + (last == null ? "there is none" : last.getClass().getName() + " comes after it")
                    + ": give that filter a higher precedence");
        }
    }
}

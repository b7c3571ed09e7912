package dev.byok.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * The host's exchange for attempts that may outlive it: what they leave in it, status, headers and attributes, is the host's
 * only when {@link #handOver} says so.
 */
final class DetachedExchange extends ServerWebExchangeDecorator {

    private final DetachedResponse response;
    private final Map<String, Object> attributes;

    /**
     * @param headers those that the host's filters have set
     */
    DetachedExchange(ServerWebExchange exchange, FewHeaders headers) {
        super(exchange);
        this.response = new DetachedResponse(exchange.getResponse(), headers);
        this.attributes = new ConcurrentHashMap<>(exchange.getAttributes());
        attributes.keySet().removeAll(UpstreamExchange.OWN);
    }

    @Override
    public DetachedResponse getResponse() {
        return response;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    /** Makes status and headers of the answer the caller's. */
    void handOver() {
        response.handOver();
    }
}

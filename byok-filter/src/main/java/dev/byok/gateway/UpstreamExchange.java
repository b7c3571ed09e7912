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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * The host's exchange as one attempt sees it. What the host's routing filter leaves in it stays the attempt's own until it
 * is the {@link #answer() answer}: headers may still come when nobody waits for them any more, and on another thread than
 * the one that has begun the next attempt.
 */
final class UpstreamExchange extends ServerWebExchangeDecorator implements UnderWay {

    /** The host's; its constant is not public. */
    private static final String OBSERVATION_STOPPED = "gateway.observation.stopped";

    /** The attributes that tell of one attempt. */
    static final Set<String> OWN = Set.of(
            CLIENT_RESPONSE_ATTR,
            CLIENT_RESPONSE_CONN_ATTR,
            CLIENT_RESPONSE_HEADER_NAMES,
            ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR,
            GATEWAY_ALREADY_ROUTED_ATTR,
            GATEWAY_OBSERVATION_ATTR,
            OBSERVATION_STOPPED,
            Outbound.ATTRIBUTE);

    /** Those and the ones that say where it goes, for two attempts that are under way at the same time. */
    private static final Set<String> OWN_BESIDE = Stream.concat(
                    OWN.stream(), Stream.of(GATEWAY_REQUEST_URL_ATTR, GATEWAY_ROUTE_ATTR))
            .collect(Collectors.toUnmodifiableSet());

    private final UpstreamRequest request;
    private final UpstreamResponse response;
    private final UpstreamAttributes attributes;
    private volatile boolean answers;
    private volatile boolean overtaken;

    /**
     * @param headers those of the answer so far
     * @param beside whether another attempt may be under way at the same time
     */
    UpstreamExchange(
            ServerWebExchange exchange,
            Outbound outbound,
            UpstreamRequest request,
            FewHeaders headers,
            boolean beside) {
        super(exchange);
        this.request = request;
        this.response = new UpstreamResponse(exchange.getResponse(), headers);
        this.attributes = new UpstreamAttributes(exchange.getAttributes(), beside ? OWN_BESIDE : OWN);
        attributes.put(Outbound.ATTRIBUTE, outbound);
    }

    /**
     * Points the host's routing filter at an upstream.
     *
     * @param connectTimeout in milliseconds
     */
    void pointAt(URI url, ConnectTimeouts timeouts, int connectTimeout) {
        attributes.put(GATEWAY_REQUEST_URL_ATTR, url);
        // The caller's Host header must not reach a provider.
        attributes.remove(PRESERVE_HOST_HEADER_ATTRIBUTE);
        Route route = getDelegate().getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        attributes.put(GATEWAY_ROUTE_ATTR, timeouts.within(connectTimeout, route));
    }

    @Override
    public UpstreamRequest getRequest() {
        return request;
    }

    @Override
    public UpstreamResponse getResponse() {
        return response;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    /** Makes what came of this attempt the host's exchange's. */
    void answer() {
        answers = true;
        response.handOver();
        attributes.remove(Outbound.ATTRIBUTE);
        attributes.handOver();
    }

    /** Notes that another attempt answers: what comes of this one is nothing to the caller's response. */
    void overtake() {
        overtaken = true;
    }

    boolean overtaken() {
        return overtaken;
    }

    /** Ends the attempt: its answer has come, or nobody waits for one any more. Then it leaves nothing behind. */
    @Override
    public void close() {
        request.close();
        if (!answers) {
            leaveNothing();
        }
    }

    private void leaveNothing() {
        UpstreamConnection.giveUp(this);
        attributes.remove(Outbound.ATTRIBUTE);
        // A status without a name is set past all decorators.
        if (!overtaken && !response.isCommitted()) {
            getDelegate().getResponse().setStatusCode(null);
        }
        // Stopped by the host only when headers have come: an attempt without them would leave it open for ever.
        if (attributes.remove(GATEWAY_OBSERVATION_ATTR) instanceof Observation observation
                && !attributes.containsKey(OBSERVATION_STOPPED)) {
            observation.stop();
        }
    }
}

package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import dev.byok.dialect.ApiError;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where a request of a Byok route becomes upstream calls: after the host has resolved the route's address, before its own
 * routing filter sends anything. Requests of other routes pass as they are.
 */
public final class ByokRoutingGlobalFilter implements GlobalFilter, Ordered {

    /** Behind the load balancer's filter, before the transport. */
    public static final int ORDER = ReactiveLoadBalancerClientFilter.LOAD_BALANCER_CLIENT_FILTER_ORDER + 50;

    /** The scheme of a Byok route's placeholder uri. */
    public static final String SCHEME = "byok";

    private static final Logger LOG = LoggerFactory.getLogger(ByokRoutingGlobalFilter.class);

    private final Observations observations;
    private final Intake intake;
    private final AttemptLoop attempts;
    private final @Nullable Idempotency idempotency;

    ByokRoutingGlobalFilter(
            Observations observations, Intake intake, AttemptLoop attempts, @Nullable Idempotency idempotency) {
        this.idempotency = idempotency;
        this.observations = observations;
        this.intake = intake;
        this.attempts = attempts;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ByokExchange call = exchange.getAttribute(ByokExchange.ATTRIBUTE);
        if (call == null) {
            return leadsNowhere(exchange)
                    ? ByokRoute.refuse(exchange, "this route leads to byok:// but has no Byok filter")
                    : chain.filter(observations.tap(exchange));
        }
        // A host's Retry or CircuitBreaker sends the same exchange in again: the remaining plan, never a new one.
        Mono<Void> ready = call.planned() || call.localAnswer() != null ? Mono.empty() : intake.take(call, exchange);
        return ready.then(Mono.defer(() -> answer(call, exchange, chain)))
                .onErrorResume(thrown -> fault(call, exchange, thrown));
    }

    private Mono<Void> answer(ByokExchange call, ServerWebExchange exchange, GatewayFilterChain chain) {
        if (idempotency == null || !call.planned() || !Idempotency.asks(exchange)) {
            return attempts.run(call, exchange, chain);
        }
        return idempotency.answer(call, exchange, own -> attempts.run(call, own, chain)
                .onErrorResume(thrown -> fault(call, own, thrown)));
    }

    /** A fault of ours is told in the caller's dialect too, unless an answer has begun. */
    private static Mono<Void> fault(ByokExchange call, ServerWebExchange exchange, Throwable thrown) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(thrown);
        }
        LOG.error("generation {} failed", call.generation().id(), thrown);
        call.endAttempt();
        HostExchange.reset(call, exchange);
        LocalAnswer answer = call.answerWith(
                LocalAnswer.of(ApiError.of(500, "the gateway failed", "server_error", LocalAnswer.INTERNAL_ERROR)));
        LocalAnswerWriter.announce(answer, exchange.getResponse());
        ReceiptHeaders.write(call, exchange.getResponse().getHeaders());
        return Mono.empty();
    }

    /** Without the Byok filter no routing filter would serve the placeholder: the caller would get an empty 200. */
    private static boolean leadsNowhere(ServerWebExchange exchange) {
        URI url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        return url != null && SCHEME.equals(url.getScheme());
    }
}

package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.IdentifiedCaller;
import dev.byok.ledger.Generation;
import dev.byok.ledger.GenerationLog;
import dev.byok.policy.Caller;
import dev.byok.request.BodyCopy;
import dev.byok.request.BodyReader;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BufferedBytes;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.ContextView;

/**
 * Observes requests beside their way: who asks, what is asked for and what it used is found out when they are over, and
 * written as one line. No request waits for it or fails by it.
 */
final class Observations {

    private static final Logger LOG = LoggerFactory.getLogger(Observations.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Callers callers;
    private final Planning planning;
    private final BodyLimits limits;
    private final BufferedBytes requests;
    private final BufferedBytes answers;
    private final Scheduler worker;
    private final GenerationLog log;
    private final Clock clock;
    private final Scheduler timers;

    Observations(
            Callers callers,
            Planning planning,
            BodyLimits limits,
            GenerationLog log,
            Clock clock,
            Scheduler timers,
            Scheduler worker) {
        this.callers = callers;
        this.planning = planning;
        this.limits = limits;
        // Of their own: copies must not take the room of bodies that are to be served.
        this.requests = new BufferedBytes(limits.buffered());
        this.answers = new BufferedBytes(limits.buffered());
        this.log = log;
        this.clock = clock;
        this.timers = timers;
        this.worker = worker;
    }

    /** Watches a request from here to its end; the host's writer is to be next outside. */
    Mono<Void> watch(ServerWebExchange exchange, GatewayFilterChain chain) {
        return Mono.deferContextual(context -> {
            ObservedCall observation = begin(exchange, context);
            return observation == null
                    ? chain.filter(exchange)
                    : chain.filter(exchange)
                            .doOnSuccess(done -> answered(observation, exchange))
                            .doOnError(thrown -> observation.over(Ending.of(thrown, null)))
                            .doOnCancel(() -> observation.over(Ending.CANCELLED));
        });
    }

    private @Nullable ObservedCall begin(ServerWebExchange exchange, ContextView context) {
        if (!log.isEnabled() || exchange.getAttribute(ObservedCall.ATTRIBUTE) != null) {
            return null;
        }
        ObservedCall observation = new ObservedCall(
                Generation.begin(clock.instant()), (seen, ending) -> finish(seen, exchange, ending, context), worker);
        exchange.getAttributes().put(ObservedCall.ATTRIBUTE, observation);
        try {
            callers.policy(exchange); // from now on the one it is judged by
        } catch (RuntimeException broken) {
            observation.failed(broken);
        }
        return observation;
    }

    /** The host is about to write what came, unless it has answered by itself. */
    private void answered(ObservedCall observation, ServerWebExchange exchange) {
        try {
            listen(observation, exchange);
        } catch (RuntimeException broken) {
            observation.failed(broken);
            observation.over(Ending.DONE);
        }
    }

    private void listen(ObservedCall observation, ServerWebExchange exchange) {
        HttpClientResponse response = exchange.getAttribute(CLIENT_RESPONSE_ATTR);
        Connection connection = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
        if (response == null || connection == null) {
            observation.over(Ending.DONE);
            return;
        }
        int status = response.status().code();
        boolean ours = status == 200 && observation.operation() != null;
        HttpHeaders headers = response.responseHeaders();
        observation.answered(
                status,
                headers.getInt(HttpHeaderNames.CONTENT_LENGTH, -1),
                ours ? AnswerTap.of(InboundDialects.of(observation.operation()), headers, answers) : null);
        exchange.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, new ObservedConnection(connection, observation));
    }

    /** Returns the exchange to send on, as the host has made it by now; one that is not observed as it is. */
    ServerWebExchange tap(ServerWebExchange exchange) {
        ObservedCall observation = exchange.getAttribute(ObservedCall.ATTRIBUTE);
        try {
            return observation == null ? exchange : tap(observation, exchange);
        } catch (RuntimeException broken) {
            if (observation != null) {
                observation.failed(broken);
            }
            return exchange;
        }
    }

    private ServerWebExchange tap(ObservedCall observation, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        URI url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        ApiOperation operation = url == null ? null : ApiOperation.of(url.getRawPath());
        if (operation == null) {
            observation.refuse(Refusals.unknownUrl());
            return exchange;
        }
        if (!operation.method().equals(request.getMethod())) {
            observation.refuse(Refusals.wrongMethod(operation));
            return exchange;
        }
        observation.sends(operation, request.getHeaders());
        if (operation == ApiOperation.MODELS || observation.facts() != null) {
            return exchange;
        }
        BodyRefusedException refused = BodyReader.refusal(request.getHeaders(), limits.max());
        if (refused != null) {
            observation.refuse(refused);
            return exchange;
        }
        return exchange.mutate()
                .request(new ObservedRequest(request, observation, () -> new BodyCopy(limits.max(), requests.share())))
                .build();
    }

    private void finish(ObservedCall observation, ServerWebExchange exchange, Ending ending, ContextView context) {
        try {
            ObservationSummary summary = new ObservationSummary(observation, ending);
            callers.identify(exchange)
                    .map(IdentifiedCaller::caller)
                    .map(Optional::of)
                    .timeout(PATIENCE, Mono.just(Optional.empty()), timers)
                    .onErrorResume(unknown -> Mono.just(Optional.empty()))
                    .defaultIfEmpty(Optional.empty())
                    .contextWrite(known -> known.putAll(context))
                    .subscribe(
                            caller -> write(summary, observation, exchange, caller.orElse(null)),
                            Observations::notWritten);
        } catch (RuntimeException | Error broken) {
            notWritten(broken);
        }
    }

    private void write(
            ObservationSummary summary, ObservedCall observation, ServerWebExchange exchange, @Nullable Caller caller) {
        Foresight foresight = Foresight.of(planning, observation, callers.policy(exchange), caller);
        log.write(summary.of(callers.policy(exchange), caller, foresight));
        Throwable fault = observation.fault();
        if (fault != null) {
            LOG.warn(
                    "generation {} could not be observed whole",
                    observation.generation().id(),
                    fault);
        }
    }

    private static void notWritten(Throwable broken) {
        LOG.warn("a request could not be observed", broken);
    }
}

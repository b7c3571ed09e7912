package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.UnknownCallerException;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.SharedBody;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Stands around the host's look-up of routes for requests to paths of our API; all others pass untouched. Lets predicates
 * read a body and frees it at the end, whoever took the request; and speaks where nobody else can: when no route took a
 * request because its caller is not known, and when a route elsewhere wants a body that was refused half read.
 */
public final class ByokRequestWebFilter implements WebFilter, Ordered {

    /** Behind all filters of the host's, some of which change requests. */
    public static final int ORDER = Ordered.LOWEST_PRECEDENCE;

    private final Callers callers;
    private final Generations generations;
    private final BodyLimits limits;

    ByokRequestWebFilter(Callers callers, Generations generations, BodyLimits limits) {
        this.callers = callers;
        this.generations = generations;
        this.limits = limits;
    }

    /** Returns what a request asks for by its path as it was sent, and its method; null if it is not for our API. */
    static @Nullable ApiOperation operation(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        ApiOperation operation = ApiOperation.of(request.getPath().value());
        return operation != null && operation.method().equals(request.getMethod()) ? operation : null;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ApiOperation operation = operation(exchange);
        if (operation == null) {
            return chain.filter(exchange);
        }
        if (operation == ApiOperation.MODELS) {
            return chain.filter(exchange).onErrorResume(thrown -> answer(exchange, thrown));
        }
        SharedBody body = SharedBody.attach(exchange, operation.form());
        return new RequestFlow(
                chain.filter(exchange.mutate().request(body.request()).build()), new Life(exchange, body));
    }

    private Mono<Void> answer(ServerWebExchange exchange, Throwable thrown) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(thrown);
        }
        if (thrown instanceof BodyRefusedException refused) {
            return refuse(exchange, Refusals.badBody(refused));
        }
        if (!isWithoutRoute(exchange, thrown) || !callers.asked(exchange)) {
            return Mono.error(thrown);
        }
        return callers.policy(exchange) == null
                ? refuse(exchange, Refusals.noPolicy())
                : callers.identify(exchange)
                        .then(Mono.<Void>error(thrown))
                        .onErrorResume(
                                UnknownCallerException.class,
                                unknown -> refuse(exchange, Refusals.unauthorized(unknown.reason())));
    }

    private static boolean isWithoutRoute(ServerWebExchange exchange, Throwable thrown) {
        return exchange.getAttribute(GATEWAY_ROUTE_ATTR) == null
                && thrown instanceof ResponseStatusException failed
                && failed.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND);
    }

    private Mono<Void> refuse(ServerWebExchange exchange, LocalAnswer answer) {
        boolean endless = UnreadBody.mayExceed(exchange.getRequest().getHeaders(), limits.max());
        ByokExchange call = generations.begin(exchange.getRequest().getHeaders());
        ApiOperation operation = operation(exchange);
        if (operation != null) {
            call.asks(operation);
        }
        LocalAnswer told = call.answerWith(endless ? answer.closingConnection() : answer);
        LocalAnswerWriter.announce(told, exchange.getResponse());
        ReceiptHeaders.write(call, exchange.getResponse().getHeaders());
        return LocalAnswerWriter.writeUnread(told, exchange).doFinally(signal -> generations.finish(call, Ending.DONE));
    }

    /** A request whose body may be read on the way. */
    private final class Life implements RequestFlow.Stages {

        private final ServerWebExchange exchange;
        private final SharedBody body;

        Life(ServerWebExchange exchange, SharedBody body) {
            this.exchange = exchange;
            this.body = body;
        }

        @Override
        public Mono<Void> after(@Nullable Throwable thrown) {
            return thrown == null ? Mono.empty() : answer(exchange, thrown);
        }

        @Override
        public void over(SignalType how, @Nullable Throwable thrown) {
            body.close();
        }
    }
}

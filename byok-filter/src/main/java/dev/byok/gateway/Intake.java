package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.UnknownCallerException;
import dev.byok.failover.Delays;
import dev.byok.failover.Failover;
import dev.byok.failover.HealthGate;
import dev.byok.plan.Carriage;
import dev.byok.plan.Plan;
import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.provider.Dialect;
import dev.byok.request.BodyFacts;
import dev.byok.request.BodyForm;
import dev.byok.request.BodyReader;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BodyScanner;
import dev.byok.request.BufferedBytes;
import dev.byok.request.InvalidBodyException;
import dev.byok.request.SharedBody;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * Takes a request in: which operation, which policy, who asks, what the body says, and the plan for it. Afterwards the
 * exchange holds either a plan or an answer of our own.
 */
final class Intake {

    private final Callers callers;
    private final Planning planning;
    private final BodyReader bodies;
    private final BufferedBytes buffered;
    private final BodyLimits limits;
    private final Clock clock;
    private final ImageDownloads images;

    Intake(
            Callers callers,
            Planning planning,
            BodyReader bodies,
            BufferedBytes buffered,
            BodyLimits limits,
            Clock clock,
            ImageDownloads images) {
        this.callers = callers;
        this.planning = planning;
        this.bodies = bodies;
        this.buffered = buffered;
        this.limits = limits;
        this.clock = clock;
        this.images = images;
    }

    Mono<Void> take(ByokExchange call, ServerWebExchange exchange) {
        try {
            return admit(call, exchange).onErrorResume(thrown -> answer(call, exchange, thrown));
        } catch (RuntimeException thrown) {
            return answer(call, exchange, thrown);
        }
    }

    private Mono<Void> answer(ByokExchange call, ServerWebExchange exchange, Throwable thrown) {
        LocalAnswer answer = answerTo(thrown);
        if (answer != null) {
            call.answerWith(endless(call, exchange) ? answer.closingConnection() : answer);
        } else if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            // Whoever leaves before the end of the request is no error of this server's.
            call.ended(BodyEnd.CANCELLED);
        } else {
            return Mono.error(thrown);
        }
        return Mono.empty();
    }

    private boolean endless(ByokExchange call, ServerWebExchange exchange) {
        return !call.hasBody() && UnreadBody.mayExceed(exchange.getRequest().getHeaders(), limits.max());
    }

    private Mono<Void> admit(ByokExchange call, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        ApiOperation operation = operation(exchange);
        if (operation != null) {
            call.asks(operation);
        }
        PolicySnapshot policy = callers.policy(exchange);
        if (policy == null) {
            return refuse(Refusals.noPolicy());
        }
        call.under(policy);
        return callers.identify(exchange).flatMap(identified -> {
            Caller caller = identified.caller();
            call.identify(caller);
            if (operation == null) {
                return refuse(Refusals.unknownUrl());
            }
            if (!operation.method().equals(request.getMethod())) {
                return refuse(Refusals.wrongMethod(operation));
            }
            if (operation == ApiOperation.MODELS && request.getHeaders().containsHeader(Planning.SIMULATE_HEADER)) {
                return refuse(Refusals.nothingToSimulate());
            }
            return operation == ApiOperation.MODELS
                    ? refuse(ModelsAnswer.of(
                            planning.models(
                                    policy,
                                    caller,
                                    request.getHeaders(),
                                    RouteNarrowing.of(exchange).under(policy)),
                            request.getQueryParams()))
                    : read(call, exchange);
        });
    }

    private static @Nullable ApiOperation operation(ServerWebExchange exchange) {
        URI url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        String path = url == null ? null : url.getRawPath();
        return path == null ? null : ApiOperation.of(path);
    }

    /** A predicate may have read it before; unless a filter of the host's has changed it since, that is the body. */
    private Mono<Void> read(ByokExchange call, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        SharedBody shared = SharedBody.of(exchange);
        if (shared != null && shared.hasBodyOf(request)) {
            return shared.handOver(call::hold, call::take)
                    .doOnNext(facts -> plan(call, exchange, facts, shared.form()))
                    .then();
        }
        return bodies.read(request, limits.max(), limits.time(), call.hold(buffered.share()), body -> {
            call.take(BodyReader.nativeBuffer(body));
            plan(call, exchange, scanned(call));
        });
    }

    private static BodyFacts scanned(ByokExchange call) {
        return BodyScanner.scan(call.requestBytes(), call.operation().form());
    }

    /** A host's filter may have put another operation in the place of the one that the body was read for. */
    private void plan(ByokExchange call, ServerWebExchange exchange, BodyFacts facts, BodyForm form) {
        plan(call, exchange, form == call.operation().form() ? facts : scanned(call));
    }

    private void plan(ByokExchange call, ServerWebExchange exchange, BodyFacts facts) {
        call.read(facts);
        Planned planned = planned(call, exchange, facts);
        call.identify(planned.caller());
        call.deliver(planned.delivery());
        call.simulate(planned.simulation());
        call.retain(planned.retention());
        call.limitAnswers(
                planned.maxTokens() == null ? null : planned.maxTokens().most());
        call.converse(planned.conversation());
        if (planned.dryRun()) {
            call.rehearse();
            throw new RefusedException(DryRunAnswer.of(call, planned));
        }
        Plan plan = planned.plan();
        if (plan.isEmpty()) {
            String malformed = call.malformed();
            if (malformed != null) {
                throw new RefusedException(Refusals.malformed(malformed));
            }
            throw new RefusedException(
                    planned.byItself()
                            ? Refusals.noEndpoints(call, plan.exclusions())
                            : Refusals.noRoute(call, planned.maxTokens(), plan.exclusions()));
        }
        Caller caller = call.caller();
        HealthGate gate = new HealthGate(
                planned.health(),
                caller.workspace(),
                planned.demand(),
                clock,
                call.operation().isApart());
        call.plan(plan, new Failover(plan, caller.profile(), Delays.RANDOM, gate));
    }

    /** A predicate may have had it made; it did not know then what the route narrows, nor look into messages. */
    private Planned planned(ByokExchange call, ServerWebExchange exchange, BodyFacts facts) {
        RouteTerms route = RouteNarrowing.of(exchange).under(call.policy());
        Planned kept = KeptPlan.take(exchange, call.policy(), call.caller(), call.operation(), facts);
        return kept != null && route.equals(RouteTerms.NONE) && !kept.dependsOnMessages()
                ? kept
                : planning.plan(
                        call.policy(),
                        call.caller(),
                        call.operation(),
                        facts,
                        exchange.getRequest().getHeaders(),
                        call.requestBytes(),
                        route,
                        (dialects, mostTokens) -> translation(call, dialects, mostTokens));
    }

    private Carriage translation(ByokExchange call, Set<Dialect> dialects, @Nullable Integer mostTokens) {
        Translation translation = Translation.of(call, dialects, mostTokens, images);
        call.translate(translation);
        return translation;
    }

    private static Mono<Void> refuse(LocalAnswer answer) {
        return Mono.error(new RefusedException(answer));
    }

    static @Nullable LocalAnswer answerTo(Throwable thrown) {
        if (thrown instanceof RefusedException refused) {
            return refused.answer();
        }
        if (thrown instanceof UnknownCallerException unknown) {
            return Refusals.unauthorized(unknown.reason());
        }
        if (thrown instanceof BodyRefusedException refused) {
            return Refusals.badBody(refused);
        }
        if (thrown instanceof InvalidBodyException invalid) {
            return Refusals.badRequest(invalid.message(), "invalid_body");
        }
        return null;
    }
}

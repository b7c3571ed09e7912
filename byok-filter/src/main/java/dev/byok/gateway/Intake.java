package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.UnknownCallerException;
import dev.byok.failover.Delays;
import dev.byok.failover.Failover;
import dev.byok.failover.HealthGate;
import dev.byok.health.Health;
import dev.byok.health.RevocableHealth;
import dev.byok.plan.Narrowing;
import dev.byok.plan.Plan;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.Caller;
import dev.byok.policy.Delivery;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.quota.Demand;
import dev.byok.request.BodyFacts;
import dev.byok.request.BodyReader;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BodyScanner;
import dev.byok.request.BufferedBytes;
import dev.byok.request.InvalidBodyException;
import dev.byok.request.SharedBody;
import dev.byok.revocation.Revocations;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * Takes a request in: which operation, which policy, who asks, what the body says, and the plan for it. Afterwards the
 * exchange holds either a plan or an answer of our own.
 */
final class Intake {

    /** The request's own word for strictness; it may be stricter than the policy, never looser. */
    static final String STRICT_HEADER = "x-byok-strict";

    /** The request's own word for when the answer becomes its caller's. */
    static final String DELIVERY_HEADER = "x-byok-delivery";

    /** What would narrow or change a request, were it built: ignored, it would do what the caller forbade. */
    private static final List<String> NOT_SUPPORTED =
            List.of("x-byok-substitution", "x-byok-dry-run", "x-byok-profile", "x-byok-data-class", "x-byok-simulate");

    private static final String OWN_KEYS = "own-keys";
    private static final String VERIFIED = "verified";
    private static final String LIVE = "live";
    private static final int BYTES_PER_TOKEN = 4;

    private final Callers callers;
    private final Planner planner;
    private final Health health;
    private final Revocations revocations;
    private final BodyReader bodies;
    private final BufferedBytes buffered;
    private final BodyLimits limits;
    private final Clock clock;

    Intake(
            Callers callers,
            Planner planner,
            Health health,
            Revocations revocations,
            BodyReader bodies,
            BufferedBytes buffered,
            BodyLimits limits,
            Clock clock) {
        this.callers = callers;
        this.planner = planner;
        this.health = health;
        this.revocations = revocations;
        this.bodies = bodies;
        this.buffered = buffered;
        this.limits = limits;
        this.clock = clock;
    }

    Mono<Void> take(ByokExchange call, ServerWebExchange exchange) {
        return Mono.defer(() -> admit(call, exchange)).onErrorResume(thrown -> {
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
        });
    }

    private boolean endless(ByokExchange call, ServerWebExchange exchange) {
        return !call.hasBody() && UnreadBody.mayExceed(exchange.getRequest().getHeaders(), limits.max());
    }

    private Mono<Void> admit(ByokExchange call, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        PolicySnapshot policy = callers.policy(exchange);
        if (policy == null) {
            return refuse(Refusals.noPolicy());
        }
        call.under(policy);
        ApiOperation operation = operation(exchange);
        return callers.identify(exchange).flatMap(identified -> {
            Caller caller = identified.caller();
            call.identify(caller);
            if (operation == null) {
                return refuse(Refusals.unknownUrl());
            }
            if (!operation.method().equals(request.getMethod())) {
                return refuse(Refusals.wrongMethod(operation));
            }
            call.asks(operation);
            return operation == ApiOperation.MODELS
                    ? refuse(ModelsAnswer.of(
                            planner, policy, caller, RouteNarrowing.of(exchange), revocations, clock.instant()))
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
                    .doOnNext(facts -> plan(call, exchange, facts))
                    .then();
        }
        return bodies.read(request, limits.max(), limits.time(), call.hold(buffered.share()))
                .doOnNext(body -> {
                    call.take(BodyReader.nativeBuffer(body));
                    plan(call, exchange, BodyScanner.scan(call.requestBytes()));
                })
                .then();
    }

    private void plan(ByokExchange call, ServerWebExchange exchange, BodyFacts facts) {
        call.read(facts);
        call.deliver(delivery(exchange, call.caller().profile().delivery()));
        Caller caller = call.caller();
        Health known = new RevocableHealth(health, revocations, caller);
        Demand demand = demand(facts);
        PlanRequest request = new PlanRequest(
                caller, models(call.policy(), facts), narrowing(call, exchange), clock.instant(), known, demand);
        Plan plan = planner.plan(call.policy(), request);
        if (plan.isEmpty()) {
            throw new RefusedException(Refusals.noRoute(call, plan.exclusions()));
        }
        HealthGate gate = new HealthGate(known, caller.workspace(), demand, clock);
        call.plan(plan, new Failover(plan, caller.profile(), Delays.RANDOM, gate));
    }

    /** An estimate: what the prompt's length suggests, and what the answer may take. */
    private static Demand demand(BodyFacts facts) {
        Integer answer = facts.maxTokens();
        return Demand.ofRequest(facts.length() / BYTES_PER_TOKEN, answer == null ? 0 : answer);
    }

    private static List<Model> models(PolicySnapshot policy, BodyFacts facts) {
        Model first = model(policy, facts.model());
        List<String> others = facts.models();
        if (others == null || others.isEmpty()) {
            return List.of(first);
        }
        List<Model> models = new ArrayList<>(others.size() + 1);
        models.add(first);
        for (String slug : others) {
            Model model = model(policy, slug);
            if (!models.contains(model)) {
                models.add(model);
            }
        }
        return models;
    }

    private static Model model(PolicySnapshot policy, String slug) {
        Model model = policy.model(slug);
        if (model == null) {
            throw new RefusedException(Refusals.unknownModel(slug));
        }
        return model;
    }

    /** What the route's filters have said, and the request itself. */
    private static Narrowing narrowing(ByokExchange call, ServerWebExchange exchange) {
        Narrowing route = RouteNarrowing.of(exchange);
        return strict(exchange) ? route.ownKeysOnly(call.caller().location()) : route;
    }

    private static boolean strict(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        for (String name : NOT_SUPPORTED) {
            if (headers.containsHeader(name)) {
                throw new RefusedException(
                        Refusals.badRequest(name + ": not supported by this version", "invalid_header"));
            }
        }
        String value = headers.getFirst(STRICT_HEADER);
        if (value == null) {
            return false;
        }
        if (!value.equals(OWN_KEYS)) {
            throw new RefusedException(
                    Refusals.badRequest(STRICT_HEADER + ": expected '" + OWN_KEYS + "'", "invalid_header"));
        }
        return true;
    }

    private static Delivery delivery(ServerWebExchange exchange, Delivery ofProfile) {
        String value = exchange.getRequest().getHeaders().getFirst(DELIVERY_HEADER);
        if (value == null) {
            return ofProfile;
        }
        if (!value.equals(VERIFIED) && !value.equals(LIVE)) {
            throw new RefusedException(Refusals.badRequest(
                    DELIVERY_HEADER + ": expected '" + LIVE + "' or '" + VERIFIED + "'", "invalid_header"));
        }
        return ofProfile.verified(value.equals(VERIFIED));
    }

    private static Mono<Void> refuse(LocalAnswer answer) {
        return Mono.error(new RefusedException(answer));
    }

    private static @Nullable LocalAnswer answerTo(Throwable thrown) {
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

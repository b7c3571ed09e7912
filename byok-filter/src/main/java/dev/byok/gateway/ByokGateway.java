package dev.byok.gateway;

import dev.byok.caller.Callers;
import dev.byok.health.Health;
import dev.byok.image.ImageFetcher;
import dev.byok.ledger.GenerationLog;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.plan.Planner;
import dev.byok.quota.QuotaReader;
import dev.byok.request.BodyReader;
import dev.byok.request.BufferedBytes;
import dev.byok.revocation.Revocations;
import dev.byok.rotation.InMemoryKeyUses;
import dev.byok.secret.Secrets;
import dev.byok.speed.InMemorySpeeds;
import dev.byok.sticky.InMemoryPins;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Puts the parts of this package together: the filter for routes and the global filter behind it. {@link #close()} ends its
 * timers, and what looks after rejected keys.
 */
public final class ByokGateway implements AutoCloseable {

    private static final int PURGE_SECONDS = 30;
    private static final int IDLE_SECONDS = 60;

    private final Callers callers;
    private final BodyLimits limits;
    private final Generations generations;
    private final BodyReader bodies;
    private final BufferedBytes buffered;
    private final Planning planning;
    private final RejectedKeys rejectedKeys;
    private final Observations observations;
    private final ByokRoutingGlobalFilter routing;
    private final Scheduler timers;

    /** What is due at a certain time does not wait for them. As much waits for them as may be held. */
    private final Scheduler imageWorkers;

    /**
     * @param idempotency null where idempotency keys mean nothing
     * @param images fetches what some providers cannot; closed by whoever made it
     * @param hostConnectTimeout milliseconds the host's client is set to; null if it says nothing
     */
    public ByokGateway(
            Callers callers,
            Secrets secrets,
            Health health,
            Revocations revocations,
            BodyLimits limits,
            Clock clock,
            @Nullable Idempotency idempotency,
            ImageFetcher images,
            @Nullable Integer hostConnectTimeout) {
        this.timers = new CoarseTimers(Schedulers.parallel());
        this.imageWorkers = Schedulers.newBoundedElastic(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Integer.MAX_VALUE,
                "byok-image-workers",
                IDLE_SECONDS,
                true);
        this.callers = callers;
        this.limits = limits;
        GenerationLog log = new GenerationLog();
        this.generations = new Generations(clock, log);
        this.bodies = new BodyReader(timers);
        this.buffered = new BufferedBytes(limits.buffered());
        Planner planner = new Planner();
        OutcomeClassifier classifier = new OutcomeClassifier(clock);
        Balance balance = new Balance(
                new InMemoryPins(), new InMemorySpeeds(), new InMemoryKeyUses(), () -> ThreadLocalRandom.current()
                        .nextLong());
        this.planning = new Planning(planner, health, revocations, classifier, balance, clock);
        ImageDownloads downloads = new ImageDownloads(images::fetch, buffered, limits.max(), timers, imageWorkers);
        Intake intake = new Intake(callers, planning, bodies, buffered, limits, clock, downloads);
        QuotaReader<HttpClientResponse> quotas =
                new QuotaReader<>((response, name) -> response.responseHeaders().get(name), clock);
        UpstreamJudge judge = new UpstreamJudge(classifier, quotas, balance.speeds(), timers, clock);
        this.rejectedKeys = new RejectedKeys(secrets, health, clock, timers);
        this.observations = new Observations(callers, planning, limits, log, clock, timers, Schedulers.parallel());
        this.routing = new ByokRoutingGlobalFilter(
                observations,
                intake,
                new AttemptLoop(secrets, judge, rejectedKeys, timers, clock, balance, hostConnectTimeout),
                idempotency);
        if (idempotency != null) {
            timers.schedulePeriodically(idempotency::purge, PURGE_SECONDS, PURGE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Returns the factory of the filter {@code Byok}. */
    public ByokGatewayFilterFactory filterFactory() {
        return new ByokGatewayFilterFactory(generations, observations);
    }

    /** Returns the global filter that serves the routes with {@code Byok}. */
    public ByokRoutingGlobalFilter routingFilter() {
        return routing;
    }

    /** Returns what predicates ask about a request's body; needs {@link #requestFilter()} in front. */
    public RequestBodies requestBodies(Supplier<RouteLocator> routes) {
        return new RequestBodies(callers, bodies, buffered, limits, planning, new OurRoutes(routes));
    }

    /** Returns what predicates ask about the kind of content that a request has. */
    public RequestDataClasses requestDataClasses(Supplier<RouteLocator> routes) {
        return new RequestDataClasses(callers, new OurRoutes(routes));
    }

    /** Returns the filter around the host's look-up of routes, for gateways whose predicates read bodies. */
    public ByokRequestWebFilter requestFilter() {
        return new ByokRequestWebFilter(callers, generations, limits);
    }

    /** To be called after the last request. */
    @Override
    public void close() {
        rejectedKeys.close();
        timers.dispose();
        imageWorkers.dispose();
    }
}

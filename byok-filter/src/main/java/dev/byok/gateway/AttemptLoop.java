package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import dev.byok.failover.Failover;
import dev.byok.failover.Step;
import dev.byok.image.ImageUnavailableException;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Provider;
import dev.byok.provider.Dialect;
import dev.byok.request.BodySplice;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.Secrets;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;

/**
 * Makes one upstream call after the other, each through the rest of the host's chain and so through the host's own
 * transport, until one answers or {@link dev.byok.failover.Failover} gives up. Nothing reaches the caller before that.
 */
final class AttemptLoop {

    private static final Duration REREAD_LIMIT = Duration.ofSeconds(2);

    private static final ProviderError SECRET_UNREADABLE =
            new ProviderError("its secret cannot be read at the moment", null, null, null);

    private final Secrets secrets;
    private final UpstreamJudge judge;
    private final UpstreamUris uris;
    private final Scheduler timers;
    private final WaitingRoom waitingRoom;
    private final RejectedKeys rejectedKeys;
    private final Clock clock;
    private final ConnectTimeouts connectTimeouts;
    private final Balance balance;

    /**
     * @param hostConnectTimeout milliseconds the host's client is set to; null if it says nothing
     */
    AttemptLoop(
            Secrets secrets,
            UpstreamJudge judge,
            RejectedKeys rejectedKeys,
            Scheduler timers,
            Clock clock,
            Balance balance,
            @Nullable Integer hostConnectTimeout) {
        this.secrets = secrets;
        this.judge = judge;
        this.uris = new UpstreamUris();
        this.timers = timers;
        this.waitingRoom = new WaitingRoom(timers);
        this.rejectedKeys = rejectedKeys;
        this.clock = clock;
        this.balance = balance;
        this.connectTimeouts = new ConnectTimeouts(hostConnectTimeout);
    }

    /** Answers a request that has been taken in; completes when an answer stands, its body still unwritten. */
    Mono<Void> run(ByokExchange call, ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!call.planned()) {
            return Mono.fromRunnable(() -> announce(call, exchange));
        }
        Run run = new Run(call, exchange, chain, null);
        if (call.knowsHostHeaders()) {
            HostExchange.reset(call, exchange);
        } else {
            HostExchange.remember(call, exchange);
        }
        return follow(run, call.failover().start());
    }

    private Mono<Void> follow(Run run, Step step) {
        if (run.exchange().getResponse().isCommitted()) {
            return Mono.empty();
        }
        if (step instanceof Step.Wait wait && !Deadline.passed(run.call(), wait.delay())) {
            return waitingRoom.stay(
                    wait, () -> follow(run, run.call().failover().waited()), () -> refuse(run, wait));
        }
        if (step instanceof Step.Send send && !Deadline.passed(run.call(), send.delay())) {
            return send.delay().isZero()
                    ? begin(run, send.attempt())
                    : Mono.delay(send.delay(), timers).then(Mono.defer(() -> begin(run, send.attempt())));
        }
        run.call().answerWith(FailureAnswer.of(run.call(), clock.instant()));
        announce(run.call(), run.exchange());
        return Mono.empty();
    }

    private static Mono<Void> refuse(Run run, Step.Wait wait) {
        run.call().answerWith(Refusals.queueFull(wait.delay()));
        announce(run.call(), run.exchange());
        return Mono.empty();
    }

    private static void announce(ByokExchange call, ServerWebExchange exchange) {
        LocalAnswer answer = call.localAnswer();
        if (answer != null && !exchange.getResponse().isCommitted()) {
            LocalAnswerWriter.announce(answer, exchange.getResponse());
            ReceiptHeaders.write(call, exchange.getResponse().getHeaders());
        }
    }

    private Mono<Void> begin(Run run, Attempt attempt) {
        Duration hedgeAfter = run.call().caller().profile().waiting().hedgeAfter();
        return hedgeAfter == null
                ? attempt(run, attempt)
                : Hedge.around(run, attempt, hedgeAfter, this::attempt, timers);
    }

    private Mono<Void> attempt(Run run, Attempt attempt) {
        Outcome simulated = run.call().simulation().outcome(attempt);
        if (simulated != null) {
            return failed(run, attempt, simulated, Duration.ZERO, false, false);
        }
        LinkedImages images = run.call().imagesFor(attempt.endpoint().provider());
        return images == null ? withCredential(run, attempt) : withImages(run, attempt, images);
    }

    /** Whose images cannot be had is no fault of the endpoint's, nor of its key. */
    private Mono<Void> withImages(Run run, Attempt attempt, LinkedImages images) {
        long begun = System.nanoTime();
        return images.ready(Deadline.left(run.call(), AttemptTimers.REQUEST)).then(Mono.defer(() -> {
            ImageUnavailableException unavailable = images.against(attempt.endpoint());
            return unavailable == null
                    ? withCredential(run, attempt)
                    : untold(run, attempt, unavailable, images, Duration.ofNanos(System.nanoTime() - begun));
        }));
    }

    private Mono<Void> untold(
            Run run, Attempt attempt, ImageUnavailableException unavailable, LinkedImages images, Duration latency) {
        String field = run.call().translation().named(unavailable.field());
        ProviderError error = new ProviderError(field + ": " + unavailable.why(), null, unavailable.code(), field);
        Outcome outcome = unavailable.isBusy()
                ? new Outcome(OutcomeClass.OVERLOADED, SubClass.IMAGE_UNAVAILABLE, 0, Refusals.SOON, error)
                : new Outcome(OutcomeClass.INVALID_REQUEST, SubClass.IMAGE_UNAVAILABLE, 0, null, error);
        Predicate<Endpoint> others =
                endpoint -> run.call().imagesFor(endpoint.provider()) == images && images.against(endpoint) != null;
        Failover failover = run.call().failover();
        if (run.hedge() == null) {
            return follow(run, failover.untold(attempt, outcome, latency, others));
        }
        Step step = run.hedge()
                .failed(
                        attempt,
                        () -> failover.untold(attempt, outcome, latency, others),
                        () -> failover.untoldBeside(attempt, outcome, latency, others));
        return step == null ? Mono.empty() : follow(run.alone(), step);
    }

    private Mono<Void> withCredential(Run run, Attempt attempt) {
        SecretReference reference = attempt.key().secret();
        if (reference == null) {
            return send(run, new Outbound(attempt, null, System.nanoTime()));
        }
        Secret cached = secrets.peek(reference);
        if (cached != null) {
            return sendWith(run, new Outbound(attempt, cached, System.nanoTime()), cached);
        }
        return secrets.get(reference)
                .map(Optional::of)
                .onErrorResume(unavailable -> Mono.just(Optional.empty()))
                .flatMap(secret -> {
                    Outbound outbound = new Outbound(attempt, secret.orElse(null), System.nanoTime());
                    return secret.isPresent() ? sendWith(run, outbound, secret.get()) : withoutSecret(run, outbound);
                });
    }

    /** Some secrets have parts: one that lacks any is refused here, before a provider sees half of it. */
    private Mono<Void> sendWith(Run run, Outbound outbound, Secret secret) {
        CredentialForms.Flaw flaw = CredentialForms.flaw(outbound.attempt(), secret);
        if (flaw == null) {
            return send(run, outbound);
        }
        ProviderError error = new ProviderError("its secret holds " + flaw.text(), null, null, null);
        OutcomeClass met = flaw.hereOnly() ? OutcomeClass.PERMISSION : OutcomeClass.CREDENTIAL_REJECTED;
        Outcome outcome = new Outcome(met, SubClass.NONE, 0, null, error);
        return failed(run, outbound, new Judgement.Failed(outcome, false));
    }

    private Mono<Void> withoutSecret(Run run, Outbound outbound) {
        Outcome outcome = new Outcome(OutcomeClass.CREDENTIAL_REJECTED, SubClass.NONE, 0, null, SECRET_UNREADABLE);
        return failed(run, outbound, new Judgement.Failed(outcome, false));
    }

    private Mono<Void> send(Run run, Outbound outbound) {
        ByokExchange call = run.call();
        UpstreamExchange attempt = new UpstreamExchange(
                run.exchange(), outbound, request(run, outbound), call.hostHeaders(), run.hedge() != null);
        run.sends(attempt);
        Provider provider = outbound.attempt().endpoint().provider();
        AttemptTimers limits = AttemptTimers.of(
                call.caller().profile().timeouts(),
                provider.timeouts(),
                call.facts().reasoning(),
                call.facts().length());
        balance.used(call.caller(), outbound.attempt().key(), clock.instant());
        attempt.pointAt(
                uris.uri(
                        call.policy(),
                        provider,
                        call.operation(),
                        outbound.attempt().endpoint().upstreamModel(),
                        call.streaming()),
                connectTimeouts,
                Math.toIntExact(limits.connect().toMillis()));
        // A stream has a limit for its headers and others for what follows; for a whole answer one is enough.
        boolean stream = call.streaming();
        Duration limit = Deadline.left(call, stream ? limits.headers() : limits.total());
        Sent sent = new Sent(run, outbound, attempt, limits);
        return new AttemptFlow(run.chain().filter(attempt), sent, limit, stream, timers);
    }

    private static UpstreamRequest request(Run run, Outbound outbound) {
        ByokExchange call = run.call();
        Endpoint endpoint = outbound.attempt().endpoint();
        Provider provider = endpoint.provider();
        ByteBuf body = call.speaks(provider)
                ? BodySplice.splice(
                        call.requestBytes(),
                        call.facts(),
                        endpoint.upstreamModel(),
                        call.tellsUsage(provider),
                        call.answerLimit(outbound.attempt().model(), provider))
                : call.translation().body(call, outbound.attempt());
        return new UpstreamRequest(
                run.exchange().getRequest(), provider, call.streaming(), call.speaks(provider), body);
    }

    private Mono<Void> after(Run run, Outbound outbound, UpstreamExchange attempt, Judgement judgement) {
        if (judgement instanceof Judgement.Accepted accepted) {
            if (run.hedge() == null || run.hedge().wins(attempt, outbound)) {
                attempt.answer();
                run.end(attempt);
                accept(run, outbound, accepted);
            } else {
                accepted.body().cancel();
                run.end(attempt);
            }
            return Mono.empty();
        }
        run.end(attempt);
        return failed(run, outbound, (Judgement.Failed) judgement);
    }

    private Mono<Void> failed(Run run, Outbound outbound, Judgement.Failed failed) {
        Duration latency = outbound.latency();
        return credentialChanged(outbound, failed.outcome())
                .doOnNext(changed -> watchIfRejected(run, outbound, failed.outcome(), changed))
                .flatMap(changed ->
                        failed(run, outbound.attempt(), failed.outcome(), latency, changed, failed.connectFailed()));
    }

    private Mono<Void> failed(
            Run run,
            Attempt attempt,
            Outcome outcome,
            Duration latency,
            boolean credentialChanged,
            boolean connectFailed) {
        Failover failover = run.call().failover();
        if (run.hedge() == null) {
            return follow(run, failover.failed(attempt, outcome, latency, credentialChanged, connectFailed));
        }
        Step step = run.hedge()
                .failed(
                        attempt,
                        () -> failover.failed(attempt, outcome, latency, credentialChanged, connectFailed),
                        () -> failover.failedBeside(attempt, outcome, latency, credentialChanged, connectFailed));
        return step == null ? Mono.empty() : follow(run.alone(), step);
    }

    /** A rejected secret may have been rotated: it is read again once, for all requests that wait for it. */
    private Mono<Boolean> credentialChanged(Outbound outbound, Outcome outcome) {
        Secret used = outbound.secret();
        SecretReference reference = outbound.attempt().key().secret();
        if (!outcome.is(OutcomeClass.CREDENTIAL_REJECTED) || used == null || reference == null) {
            return Mono.just(Boolean.FALSE);
        }
        return secrets.reread(reference, used)
                .map(fresh -> !fresh.equals(used))
                .timeout(REREAD_LIMIT, Mono.just(Boolean.FALSE), timers)
                .onErrorReturn(Boolean.FALSE)
                .defaultIfEmpty(Boolean.FALSE);
    }

    private void watchIfRejected(Run run, Outbound outbound, Outcome outcome, boolean changed) {
        boolean again = run.call().failover().hasRetried(outbound.attempt());
        if (outcome.is(OutcomeClass.CREDENTIAL_REJECTED) && (!changed || again)) {
            rejectedKeys.watch(run.call().caller().workspace(), outbound.attempt(), outbound.secret());
        }
    }

    private void accept(Run run, Outbound outbound, Judgement.Accepted accepted) {
        ByokExchange call = run.call();
        call.failover().accepted(outbound.attempt(), accepted.outcome(), outbound.latency());
        Conversation conversation = call.conversation();
        if (conversation != null) {
            conversation.answered(call.failover().records(), clock.instant());
        }
        Connection connection = run.exchange().getRequiredAttribute(CLIENT_RESPONSE_CONN_ATTR);
        call.answerWith(accepted.body(), connection);
        // The host would pass a provider's trailers on, and wait for them for ever where the connection was reset.
        run.exchange().getAttributes().remove(CLIENT_RESPONSE_ATTR);
        HttpHeaders headers = run.exchange().getResponse().getHeaders();
        Provider provider = outbound.attempt().endpoint().provider();
        if (call.streaming() || !call.speaks(provider)) {
            headers.remove(HttpHeaders.CONTENT_LENGTH);
        }
        if (call.streaming() && provider.dialect() == Dialect.BEDROCK_CONVERSE) {
            headers.setContentType(MediaType.TEXT_EVENT_STREAM);
        }
        ReceiptHeaders.write(call, headers, outbound.attempt());
        if (!accepted.upstreamId().isEmpty()) {
            headers.set(ReceiptHeaders.UPSTREAM_ID, accepted.upstreamId());
        }
    }

    /** An attempt under way. */
    private final class Sent implements AttemptFlow.Stages {

        private final Run run;
        private final Outbound outbound;
        private final UpstreamExchange attempt;
        private final AttemptTimers limits;

        Sent(Run run, Outbound outbound, UpstreamExchange attempt, AttemptTimers limits) {
            this.run = run;
            this.outbound = outbound;
            this.attempt = attempt;
            this.limits = limits;
        }

        @Override
        public Mono<Judgement> judge() {
            return judge.judge(run.call(), attempt, outbound, limits);
        }

        @Override
        public Judgement judge(Throwable thrown) {
            return judge.judge(outbound, thrown);
        }

        @Override
        public Mono<Void> after(Judgement judgement) {
            return AttemptLoop.this.after(run, outbound, attempt, judgement);
        }

        /** A host's filter in between may give an attempt up without ending the request. */
        @Override
        public void givenUp() {
            run.end(attempt);
        }
    }
}

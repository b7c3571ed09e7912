package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.AnswerTranslation;
import dev.byok.dialect.ApiError;
import dev.byok.dialect.ChatStream;
import dev.byok.dialect.InboundDialect;
import dev.byok.dialect.UpstreamDialect;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.policy.Delivery;
import dev.byok.policy.Provider;
import dev.byok.provider.ProviderPreset;
import dev.byok.quota.Quota;
import dev.byok.quota.QuotaReader;
import dev.byok.secret.Redaction;
import dev.byok.secret.Secret;
import dev.byok.speed.Speeds;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** Looks at what an upstream answered, as far as it must to know whether it may be the request's answer. */
final class UpstreamJudge {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamJudge.class);
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "json";
    private static final String IDENTITY = "identity";
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    private static final Duration SPARE = Duration.ofMillis(50);

    private final OutcomeClassifier classifier;
    private final QuotaReader<HttpClientResponse> quotas;
    private final Speeds speeds;
    private final Scheduler timers;
    private final Clock clock;

    UpstreamJudge(
            OutcomeClassifier classifier,
            QuotaReader<HttpClientResponse> quotas,
            Speeds speeds,
            Scheduler timers,
            Clock clock) {
        this.classifier = classifier;
        this.quotas = quotas;
        this.speeds = speeds;
        this.timers = timers;
        this.clock = clock;
    }

    /** Judges an answer whose headers have arrived. */
    Mono<Judgement> judge(ByokExchange call, UpstreamExchange attempt, Outbound outbound, AttemptTimers limits) {
        HttpClientResponse response = attempt.getAttribute(CLIENT_RESPONSE_ATTR);
        Connection connection = attempt.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
        if (response == null || connection == null) {
            return Mono.just(failed(Outcome.of(OutcomeClass.UNEXPECTED, SubClass.NONE, 0)));
        }
        note(call, outbound, response);
        int status = response.status().code();
        UpstreamDialect dialect = dialect(outbound);
        String streamType = dialect == null ? EVENT_STREAM : dialect.streamType();
        if (status == 200 && readable(response, call.streaming() ? streamType : null)) {
            return peek(call, attempt, outbound, limits, response, connection);
        }
        return ErrorBody.read(
                        connection.inbound().receive().asByteArray(), patience(call, outbound, limits, status), timers)
                .map(body -> failed(redacted(outbound, refusal(outbound, response, body))));
    }

    private void note(ByokExchange call, Outbound outbound, HttpClientResponse response) {
        ProviderPreset preset = outbound.attempt().endpoint().provider().preset();
        Quota quota = quotas.read(preset, response);
        if (quota != null) {
            call.failover().told(outbound.attempt(), quota);
        }
    }

    /** Ends a little before the attempt does, whose own end would say less than the status. */
    private static Duration patience(ByokExchange call, Outbound outbound, AttemptTimers limits, int status) {
        Duration wanted = OutcomeClassifier.readsBody(status) ? ErrorBody.DECISIVE : ErrorBody.DRAINED;
        Duration left = left(call, limits, outbound).minus(SPARE);
        Duration patience = Deadline.left(call, smaller(wanted, left));
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    /** Judges a call that brought no answer. */
    Judgement judge(Outbound outbound, Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return failed(Outcome.of(OutcomeClass.SILENT, SubClass.NONE, 0));
        }
        Outcome outcome = classifier.ofFailure(thrown);
        if (outcome.is(OutcomeClass.UNEXPECTED)) {
            LOG.warn(
                    "attempt at provider {} failed in a way that is not known: {}",
                    outbound.attempt().endpoint().provider().name(),
                    thrown.toString());
        }
        return new Judgement.Failed(outcome, OutcomeClassifier.isConnectFailure(thrown));
    }

    private static Judgement failed(Outcome outcome) {
        return new Judgement.Failed(outcome, false);
    }

    /** An answer of another kind than was asked for is an error page, whatever its status says. */
    private static boolean readable(HttpClientResponse response, @Nullable String streamType) {
        String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE);
        String encoding = response.responseHeaders().get(HttpHeaderNames.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.equalsIgnoreCase(IDENTITY);
        if (type == null) {
            return false;
        }
        return streamType != null
                ? plain && type.regionMatches(true, 0, streamType, 0, streamType.length())
                : AsciiString.containsIgnoreCase(type, JSON);
    }

    private Outcome refusal(Outbound outbound, HttpClientResponse response, byte[] body) {
        Provider provider = outbound.attempt().endpoint().provider();
        int status = response.status().code();
        if (status / 100 != 2) {
            return classifier.classify(
                    provider.preset(), provider.dialect(), status, response.responseHeaders()::get, body);
        }
        Outcome inBand = classifier.classifyInBand(provider.preset(), provider.dialect(), body);
        boolean saysWhy = !inBand.error().equals(ProviderError.NONE);
        return saysWhy ? inBand : Outcome.of(OutcomeClass.UNEXPECTED, SubClass.NONE, status);
    }

    private Mono<Judgement> peek(
            ByokExchange call,
            UpstreamExchange attempt,
            Outbound outbound,
            AttemptTimers limits,
            HttpClientResponse response,
            Connection connection) {
        boolean stream = call.streaming();
        Disposable.Swap watch = Disposables.swap();
        StreamTimes times = times(call, outbound);
        String upstreamId = response.responseHeaders().get(requestId(outbound));
        AnswerReader reader = reader(call, outbound, attempt, response);
        UpstreamBody body = new UpstreamBody(
                connection.inbound().receive().retain(), reader, end -> stream ? lastWords(call, end) : null, end -> {
                    watch.dispose();
                    if (!attempt.overtaken()) {
                        call.ended(end);
                    }
                    if (times != null && end == BodyEnd.COMPLETE) {
                        times.ended(reader.tokens());
                    }
                });
        Duration firstOutput = firstOutput(call, limits, outbound);
        Supplier<Disposable> watching =
                () -> BodyWatch.start(body, stream, limits, firstOutput, left(call, limits, outbound), timers);
        if (stream && call.delivery().verified()) {
            return Mono.defer(() -> {
                        watch.update(watching.get());
                        return body.peek();
                    })
                    .map(peek -> {
                        Judgement judgement = judge(outbound, peek, body, upstreamId);
                        if (!(judgement instanceof Judgement.Accepted)) {
                            watch.dispose();
                        }
                        return judgement;
                    })
                    .doOnCancel(watch::dispose);
        }
        Mono<Peek> beginning = stream ? body.peek().timeout(firstOutput, Deadline.missed(), timers) : body.peek();
        return beginning.map(peek -> {
            Judgement judgement = judge(outbound, peek, body, upstreamId);
            if (times != null && judgement instanceof Judgement.Accepted) {
                times.began(outbound.latency());
            }
            if (judgement instanceof Judgement.Accepted && !body.upstreamDone()) {
                watch.update(watching.get());
            }
            return judgement;
        });
    }

    private static CharSequence requestId(Outbound outbound) {
        UpstreamDialect dialect = dialect(outbound);
        return dialect == null ? REQUEST_ID : dialect.requestId();
    }

    private static @Nullable UpstreamDialect dialect(Outbound outbound) {
        return UpstreamDialects.of(outbound.attempt().endpoint().provider().dialect());
    }

    /** Streams are measured that go to their callers as they come, of models for which there is a choice. */
    private @Nullable StreamTimes times(ByokExchange call, Outbound outbound) {
        Attempt attempt = outbound.attempt();
        return call.streaming() && !call.delivery().verified() && call.hasChoice(attempt.model())
                ? new StreamTimes(speeds, attempt.endpoint(), clock)
                : null;
    }

    private AnswerReader reader(
            ByokExchange call, Outbound outbound, UpstreamExchange attempt, HttpClientResponse response) {
        boolean openRouters = call.operation() == ApiOperation.CHAT_COMPLETIONS && call.isOpenRouters();
        AnswerReader reader = reader(call, outbound, openRouters, response);
        if (!openRouters) {
            return reader;
        }
        attempt.getResponse().getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        return new OpenRouterAnswerReader(reader, call.streaming());
    }

    /** @param wantsUsage whether a stream's usage is for the caller in any case */
    private AnswerReader reader(ByokExchange call, Outbound outbound, boolean wantsUsage, HttpClientResponse response) {
        Delivery delivery = call.delivery();
        Provider provider = outbound.attempt().endpoint().provider();
        AnswerTranslation translation = InboundDialects.answers(call.operation(), provider.dialect());
        if (translation != null) {
            AnswerReader translated = translated(call, translation, form(call, outbound, wantsUsage, response));
            return delivery.verified() ? new VerifiedReader(translated, delivery.maxBytes()) : translated;
        }
        if (call.streaming()) {
            AnswerReader stream = new StreamAnswerReader(passing(call, provider, wantsUsage));
            return delivery.verified() ? new VerifiedReader(stream, delivery.maxBytes()) : stream;
        }
        return delivery.verified()
                ? new VerifiedReader(WholeAnswerReader.strict(delivery.maxBytes()), delivery.maxBytes())
                : new WholeAnswerReader();
    }

    private static AnswerStream passing(ByokExchange call, Provider provider, boolean wantsUsage) {
        InboundDialect inbound = InboundDialects.of(call.operation());
        return inbound != null
                ? inbound.passing()
                : ChatStream.of(
                        !wantsUsage && call.forcesUsage(provider), call.facts().choices());
    }

    private AnswerForm form(ByokExchange call, Outbound outbound, boolean wantsUsage, HttpClientResponse response) {
        UpstreamDialect dialect =
                UpstreamDialects.of(outbound.attempt().endpoint().provider().dialect(), call.operation());
        String upstreamId = dialect == null
                ? ""
                : tellable(outbound, response.responseHeaders().get(dialect.requestId()));
        String counter = dialect == null ? null : dialect.promptTokens();
        return new AnswerForm(
                clock.instant().getEpochSecond(),
                wantsUsage || tellsUsage(call),
                outbound.attempt().model().slug(),
                upstreamId.isEmpty() ? call.generation().id() : upstreamId,
                call.translation().base64(outbound.attempt().endpoint()),
                counter == null ? 0 : count(response.responseHeaders().get(counter)),
                outbound.attempt().endpoint().provider().name());
    }

    private static AnswerReader translated(ByokExchange call, AnswerTranslation translation, AnswerForm form) {
        return call.streaming()
                ? new StreamAnswerReader(translation.stream(form))
                : new TranslatedAnswerReader(translation, form);
    }

    /** Other dialects than OpenAI's always tell it. */
    private static boolean tellsUsage(ByokExchange call) {
        return call.facts().includeUsage() || InboundDialects.of(call.operation()) != null;
    }

    private static long count(@Nullable String digits) {
        boolean number = digits != null
                && digits.length() < 18
                && !digits.isEmpty()
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(String.valueOf(digits)) : 0;
    }

    private static Duration firstOutput(ByokExchange call, AttemptTimers limits, Outbound outbound) {
        return Deadline.left(call, smaller(limits.firstOutput(), left(call, limits, outbound)));
    }

    private static Duration smaller(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration left(ByokExchange call, AttemptTimers limits, Outbound outbound) {
        Duration ofRequest = AttemptTimers.REQUEST.minus(call.generation().elapsed());
        Duration ofAttempt = limits.total().minusNanos(System.nanoTime() - outbound.startedAt());
        return smaller(ofRequest, ofAttempt);
    }

    private Judgement judge(Outbound outbound, Peek peek, UpstreamBody body, @Nullable String upstreamId) {
        if (peek instanceof Peek.Committed) {
            return new Judgement.Accepted(
                    body, Outcome.of(OutcomeClass.OK, SubClass.NONE, 200), tellable(outbound, upstreamId));
        }
        if (peek instanceof Peek.InBandError error) {
            Provider provider = outbound.attempt().endpoint().provider();
            return failed(redacted(
                    outbound, classifier.classifyInBand(provider.preset(), provider.dialect(), error.payload())));
        }
        if (peek instanceof Peek.Silent) {
            return failed(Outcome.of(OutcomeClass.SILENT, SubClass.NONE, 200));
        }
        if (peek instanceof Peek.TooLong) {
            return failed(Outcome.of(OutcomeClass.POLICY, SubClass.NONE, 200));
        }
        if (peek instanceof Peek.Broken broken) {
            return judge(outbound, broken.cause());
        }
        return failed(Outcome.of(OutcomeClass.UNEXPECTED, SubClass.NONE, 200));
    }

    /** An id that echoes the credential is none. */
    private static String tellable(Outbound outbound, @Nullable String upstreamId) {
        Secret secret = outbound.secret();
        return upstreamId == null || (secret != null && secret.occursIn(upstreamId)) ? "" : upstreamId;
    }

    /** What a provider says may echo the credential: it is scrubbed before anything else sees it. */
    private static Outcome redacted(Outbound outbound, Outcome outcome) {
        ProviderError error = outcome.error();
        Secret secret = outbound.secret();
        return new Outcome(
                outcome.outcomeClass(),
                outcome.subClass(),
                outcome.status(),
                outcome.retryAfter(),
                new ProviderError(
                        scrubbed(error.message(), secret),
                        scrubbed(error.type(), secret),
                        scrubbed(error.code(), secret),
                        scrubbed(error.param(), secret)));
    }

    private static @Nullable String scrubbed(@Nullable String text, @Nullable Secret secret) {
        return text == null ? null : Redaction.scrub(text, secret);
    }

    /** A stream that has begun ends with an error event and without a clean stop. */
    private static @Nullable ByteBuf lastWords(ByokExchange call, BodyEnd end) {
        if (end == BodyEnd.CANCELLED) {
            return null;
        }
        String message =
                switch (end) {
                    case STALLED, TOO_LONG -> "the provider stopped sending; the answer is incomplete";
                    case IN_BAND_ERROR -> "the provider reported an error; the answer is incomplete";
                    default -> "the connection to the provider broke; the answer is incomplete";
                };
        String code = end == BodyEnd.STALLED || end == BodyEnd.TOO_LONG ? "upstream_timeout" : "upstream_error";
        ApiError error = new ApiError(
                502,
                message,
                code,
                code,
                null,
                Map.of("generation_id", call.generation().id(), "reason", end.text()));
        return call.errorShape().event(error, call);
    }
}

package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.failover.AttemptRecord;
import dev.byok.failover.Failover;
import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one error that a caller gets when every attempt failed, or when one failure ended the plan. */
final class FailureAnswer {

    private static final String UPSTREAM_ERROR = "upstream_error";
    private static final String UPSTREAM_TIMEOUT = "upstream_timeout";

    /** OpenAI's other code for it, which stays. */
    private static final String REFUSED_CONTENT = "content_policy_violation";

    private FailureAnswer() {}

    static LocalAnswer of(ByokExchange call, Instant now) {
        AttemptRecord failure = call.failover().failure();
        List<Standing> keptBack = call.failover().keptBack();
        if (failure == null && !keptBack.isEmpty()) {
            return CoolingAnswer.of(keptBack, metadata(call, null), call.facts(), providers(call), now);
        }
        if (failure == null) {
            return LocalAnswer.of(new ApiError(
                    504,
                    "no time was left to ask a provider",
                    UPSTREAM_TIMEOUT,
                    UPSTREAM_TIMEOUT,
                    null,
                    metadata(call, null)));
        }
        Outcome outcome = failure.outcome();
        Duration retryAfter = retryAfter(call, outcome, keptBack, now);
        LocalAnswer answer = LocalAnswer.of(error(call, failure)
                .withAvailability(Availability.ofFailed(
                        call.facts(), outcome.outcomeClass(), outcome.subClass(), providers(call), retryAfter)));
        return retryAfter == null ? answer : answer.retryAfter(retryAfter);
    }

    /** Returns whether the request failed by what its caller sent, and so would fail again. */
    static boolean isCallersFault(ByokExchange call) {
        Failover failover = call.failoverOrNull();
        AttemptRecord failure = failover == null ? null : failover.failure();
        // An image that cannot be had now may be there another time.
        return failure != null
                && isCallersFault(failure.outcome())
                && failure.outcome().subClass() != SubClass.IMAGE_UNAVAILABLE;
    }

    private static ApiError error(ByokExchange call, AttemptRecord failure) {
        Outcome outcome = failure.outcome();
        boolean callersFault = isCallersFault(outcome);
        // A provider's words on its operator's own account are the operator's.
        boolean tellable = callersFault || failure.attempt().tier() != Tier.SHARED;
        ProviderError said = tellable ? outcome.error() : ProviderError.NONE;
        Map<String, Object> metadata = metadata(call, outcome);
        if (outcome.status() >= 400 && (callersFault || isReturnedAsItIs(failure))) {
            return asItIs(failure, said, metadata);
        }
        return switch (outcome.outcomeClass()) {
            case RATE_LIMITED ->
                coded(429, "rate_limit_exceeded", "every key that may serve this is rate-limited", said, metadata);
            case QUOTA_EXHAUSTED ->
                coded(
                        429,
                        "insufficient_quota",
                        "the quota of every key that may serve this is used up",
                        said,
                        metadata);
            case CREDENTIAL_REJECTED, PERMISSION -> credentials(outcome, said, metadata);
            case SILENT -> coded(504, UPSTREAM_TIMEOUT, "the provider did not answer in time", said, metadata);
            case OVERLOADED -> overloaded(outcome, said, metadata);
            case CONTEXT_LENGTH ->
                coded(400, "context_length_exceeded", "the prompt does not fit the model", said, metadata);
            case MODERATED -> coded(400, "content_filter", "the provider refused the content", said, metadata);
            case INVALID_REQUEST ->
                outcome.subClass() == SubClass.IMAGE_UNAVAILABLE
                        ? withoutImage(said, metadata)
                        : coded(400, "invalid_request_error", "the provider refused the request", said, metadata);
            case POLICY ->
                coded(
                        502,
                        "verified_answer_too_large",
                        "the answer is longer than what delivery: verified may hold",
                        said,
                        metadata);
            case UNEXPECTED, CANCELLED, OK ->
                coded(502, UPSTREAM_ERROR, "the provider answered in a way that makes no sense", said, metadata);
        };
    }

    private static ApiError credentials(Outcome outcome, ProviderError said, Map<String, Object> metadata) {
        return outcome.subClass() == SubClass.MODEL_NOT_FOUND
                ? coded(
                        404,
                        "model_not_found",
                        "no provider offers this model to the keys that may serve it",
                        said,
                        metadata)
                : coded(
                        502,
                        "upstream_credentials",
                        "every provider key that may serve this was rejected",
                        said,
                        metadata);
    }

    /** The words are our own. */
    private static ApiError withoutImage(ProviderError said, Map<String, Object> metadata) {
        return new ApiError(
                400,
                String.valueOf(said.message()),
                "invalid_request_error",
                String.valueOf(said.code()),
                said.param(),
                metadata);
    }

    /** It is the gateway that has too much to do, whoever was to be asked. */
    private static ApiError withoutRoom(ProviderError said, Map<String, Object> metadata) {
        return new ApiError(
                503,
                String.valueOf(said.message()),
                "server_error",
                String.valueOf(said.code()),
                said.param(),
                metadata);
    }

    private static ApiError overloaded(Outcome outcome, ProviderError said, Map<String, Object> metadata) {
        return switch (outcome.subClass()) {
            case NONE -> coded(503, "overloaded", "the provider is overloaded", said, metadata);
            case TIMEOUT -> coded(504, UPSTREAM_TIMEOUT, "the provider did not answer in time", said, metadata);
            case CONNECTION -> coded(502, UPSTREAM_ERROR, "the connection to the provider broke", said, metadata);
            case IMAGE_UNAVAILABLE -> withoutRoom(outcome.error(), metadata);
            default -> coded(502, UPSTREAM_ERROR, "the provider failed", said, metadata);
        };
    }

    private static ApiError coded(
            int status, String code, String what, ProviderError said, Map<String, Object> metadata) {
        String message = said.message() == null ? what : what + ": " + said.message();
        return new ApiError(status, message, code, code, said.param(), metadata);
    }

    private static ApiError asItIs(AttemptRecord failure, ProviderError said, Map<String, Object> metadata) {
        Outcome outcome = failure.outcome();
        boolean known = hasItsOwnCode(outcome) && !isReturnedAsItIs(failure);
        return new ApiError(
                known ? 400 : outcome.status(),
                said.message() == null ? "the provider refused the request" : said.message(),
                said.type() == null ? "invalid_request_error" : said.type(),
                known || said.code() == null ? codeOf(outcome) : said.code(),
                said.param(),
                metadata);
    }

    /** What OpenAI's clients tell by its code is told by that code, however a provider numbers it. */
    private static boolean hasItsOwnCode(Outcome outcome) {
        return (outcome.is(OutcomeClass.MODERATED)
                        && !REFUSED_CONTENT.equals(outcome.error().code()))
                || (outcome.is(OutcomeClass.CONTEXT_LENGTH) && outcome.subClass() == SubClass.NONE);
    }

    private static String codeOf(Outcome outcome) {
        return switch (outcome.outcomeClass()) {
            case CONTEXT_LENGTH -> "context_length_exceeded";
            case MODERATED -> "content_filter";
            default -> outcome.text();
        };
    }

    private static boolean isCallersFault(Outcome outcome) {
        return outcome.is(OutcomeClass.INVALID_REQUEST)
                || outcome.is(OutcomeClass.CONTEXT_LENGTH)
                || outcome.is(OutcomeClass.MODERATED);
    }

    /** {@code on-failure: return} passes a failure on, except one that would look like the caller's own bad key. */
    private static boolean isReturnedAsItIs(AttemptRecord failure) {
        return failure.attempt().returnsFailure() && !failure.outcome().is(OutcomeClass.CREDENTIAL_REJECTED);
    }

    /** The first key that comes back is worth asking again, whoever it is. */
    private static @Nullable Duration retryAfter(
            ByokExchange call, Outcome failure, List<Standing> keptBack, Instant now) {
        if (!failure.is(OutcomeClass.RATE_LIMITED) && !failure.is(OutcomeClass.OVERLOADED)) {
            return null;
        }
        Duration earliest = CoolingAnswer.untilEarliest(keptBack, now);
        for (AttemptRecord tried : call.failover().records()) {
            Duration delay = tried.outcome().retryAfter();
            boolean same = tried.outcome().is(failure.outcomeClass())
                    && tried.outcome().subClass() != SubClass.REQUEST_EXCEEDS_LIMIT;
            if (same && delay != null && (earliest == null || delay.compareTo(earliest) < 0)) {
                earliest = delay;
            }
        }
        return earliest;
    }

    private static Map<String, Object> metadata(ByokExchange call, @Nullable Outcome outcome) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("generation_id", call.generation().id());
        metadata.put("attempts", attempts(call));
        Plan plan = call.planOrNull();
        if (plan != null && !plan.exclusions().isEmpty()) {
            Refusals.putExcludedBy(metadata, plan.exclusions(), call.showsKeyNames());
        }
        String remedy = outcome == null ? null : remedy(outcome);
        if (remedy != null) {
            metadata.put("remedy_hint", remedy);
        }
        return metadata;
    }

    /** Returns whose keys failed, or are kept back. */
    private static Set<String> providers(ByokExchange call) {
        Set<String> providers = new LinkedHashSet<>();
        for (AttemptRecord tried : call.failover().records()) {
            providers.add(tried.attempt().endpoint().provider().name());
        }
        Plan plan = call.planOrNull();
        if (plan != null) {
            plan.cooling()
                    .forEach(attempt ->
                            providers.add(attempt.endpoint().provider().name()));
        }
        return providers;
    }

    private static List<Map<String, Object>> attempts(ByokExchange call) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (AttemptRecord tried : call.failover().records()) {
            Attempt attempt = tried.attempt();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", attempt.model().slug());
            row.put("provider", attempt.endpoint().provider().name());
            if (call.showsKeyNames()) {
                row.put("key", attempt.key().name());
            }
            row.put("tier", attempt.tier().name());
            if (tried.outcome().status() != 0) {
                row.put("status", tried.outcome().status());
            }
            row.put("outcome", tried.outcome().text());
            row.put("latency_ms", tried.latency().toMillis());
            if (call.simulation().covers(attempt.key())) {
                row.put("simulated", true);
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable String remedy(Outcome outcome) {
        return switch (outcome.outcomeClass()) {
            case RATE_LIMITED -> "wait for Retry-After, or add a key to the workspace's policy";
            case QUOTA_EXHAUSTED -> "add credit at the provider, or a key to the workspace's policy";
            case CREDENTIAL_REJECTED -> "whoever keeps the workspace's policy has to replace the rejected key";
            case PERMISSION -> "give the key access to the model at the provider, or name another endpoint";
            case CONTEXT_LENGTH -> "shorten the prompt, or name a model with a larger context in 'models'";
            case INVALID_REQUEST ->
                outcome.subClass() == SubClass.IMAGE_UNAVAILABLE ? "send the image itself, as a data: URI" : null;
            default -> null;
        };
    }
}

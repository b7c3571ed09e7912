package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.health.Standing;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.request.BodyFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller gets where health keeps back every key that might have served: the gateway asked nobody. */
final class CoolingAnswer {

    private CoolingAnswer() {}

    /**
     * @param keptBack what keeps each of them back; not empty
     */
    static LocalAnswer of(List<Standing> keptBack, Map<String, Object> metadata, Instant now) {
        return answer(error(keptBack, metadata), keptBack, now);
    }

    /**
     * The same, with what is available.
     *
     * @param providers whose keys they are
     */
    static LocalAnswer of(
            List<Standing> keptBack,
            Map<String, Object> metadata,
            BodyFacts facts,
            Collection<String> providers,
            Instant now) {
        OutcomeClass why = leading(keptBack);
        Map<String, Object> availability = why == OutcomeClass.POLICY
                ? Availability.ofExcluded(facts, List.of())
                : Availability.ofFailed(facts, why, SubClass.NONE, providers, untilEarliest(keptBack, now));
        return answer(error(keptBack, metadata).withAvailability(availability), keptBack, now);
    }

    private static LocalAnswer answer(ApiError error, List<Standing> keptBack, Instant now) {
        LocalAnswer answer = LocalAnswer.of(error);
        Duration earliest = untilEarliest(keptBack, now);
        return earliest == null ? answer : answer.retryAfter(earliest);
    }

    private static ApiError error(List<Standing> keptBack, Map<String, Object> metadata) {
        return switch (leading(keptBack)) {
            case POLICY ->
                new ApiError(
                        403,
                        "what may serve this request was switched off",
                        "permission_error",
                        "no_eligible_route",
                        null,
                        metadata);
            case RATE_LIMITED ->
                error(
                        429,
                        "rate_limit_exceeded",
                        "every key that may serve this is rate-limited for a while",
                        metadata);
            case OVERLOADED -> error(503, "overloaded", "the providers that may serve this failed lately", metadata);
            case QUOTA_EXHAUSTED ->
                error(429, "insufficient_quota", "the quota of every key that may serve this is used up", metadata);
            default ->
                error(
                        502,
                        "upstream_credentials",
                        "every provider key that may serve this was rejected lately",
                        metadata);
        };
    }

    /** What passes by itself soonest says what it is: limits, then endpoints, then quarantine. */
    private static OutcomeClass leading(List<Standing> keptBack) {
        if (keptBack.stream().allMatch(Standing.REVOKED::equals)) {
            return OutcomeClass.POLICY;
        }
        if (any(keptBack, OutcomeClass.RATE_LIMITED)) {
            return OutcomeClass.RATE_LIMITED;
        }
        if (any(keptBack, OutcomeClass.OVERLOADED)
                || any(keptBack, OutcomeClass.SILENT)
                || any(keptBack, OutcomeClass.UNEXPECTED)) {
            return OutcomeClass.OVERLOADED;
        }
        return any(keptBack, OutcomeClass.QUOTA_EXHAUSTED)
                ? OutcomeClass.QUOTA_EXHAUSTED
                : OutcomeClass.CREDENTIAL_REJECTED;
    }

    private static ApiError error(int status, String code, String message, Map<String, Object> metadata) {
        return new ApiError(status, message, code, code, null, metadata);
    }

    private static boolean any(List<Standing> keptBack, OutcomeClass why) {
        return keptBack.stream().anyMatch(standing -> standing.why() == why);
    }

    /** Returns the time until the first of them comes back, or null. */
    static @Nullable Duration untilEarliest(List<Standing> keptBack, Instant now) {
        Instant earliest = null;
        for (Standing standing : keptBack) {
            Instant until = standing.until();
            if (until != null && (earliest == null || until.isBefore(earliest))) {
                earliest = until;
            }
        }
        return earliest == null ? null : Duration.between(now, earliest);
    }
}

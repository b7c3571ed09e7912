package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.health.Standing;
import dev.byok.outcome.OutcomeClass;
import java.time.Duration;
import java.time.Instant;
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
        LocalAnswer answer = LocalAnswer.of(error(keptBack, metadata));
        Duration earliest = untilEarliest(keptBack, now);
        return earliest == null ? answer : answer.retryAfter(earliest);
    }

    /** What passes by itself soonest says what it is: limits, then endpoints, then quarantine. */
    private static ApiError error(List<Standing> keptBack, Map<String, Object> metadata) {
        if (keptBack.stream().allMatch(Standing.REVOKED::equals)) {
            return new ApiError(
                    403,
                    "what may serve this request was switched off",
                    "permission_error",
                    "no_eligible_route",
                    null,
                    metadata);
        }
        if (any(keptBack, OutcomeClass.RATE_LIMITED)) {
            return error(
                    429, "rate_limit_exceeded", "every key that may serve this is rate-limited for a while", metadata);
        }
        if (any(keptBack, OutcomeClass.OVERLOADED)
                || any(keptBack, OutcomeClass.SILENT)
                || any(keptBack, OutcomeClass.UNEXPECTED)) {
            return error(503, "overloaded", "the providers that may serve this failed lately", metadata);
        }
        if (any(keptBack, OutcomeClass.QUOTA_EXHAUSTED)) {
            return error(429, "insufficient_quota", "the quota of every key that may serve this is used up", metadata);
        }
        return error(
                502, "upstream_credentials", "every provider key that may serve this was rejected lately", metadata);
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

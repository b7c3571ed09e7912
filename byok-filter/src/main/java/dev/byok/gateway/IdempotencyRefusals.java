package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.idempotency.FirstOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What requests with an {@code Idempotency-Key} are told that get neither an answer of their own nor the first one's. */
final class IdempotencyRefusals {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final Duration SOON = Duration.ofSeconds(1);

    private IdempotencyRefusals() {}

    static LocalAnswer badKey(String expected) {
        return Refusals.badRequest("Idempotency-Key: " + expected, "invalid_idempotency_key");
    }

    static LocalAnswer reused() {
        return LocalAnswer.of(ApiError.of(
                422,
                "this Idempotency-Key stands for another request: another body, path or x-byok-* header came with it"
                        + " first; send a new key",
                INVALID_REQUEST,
                "idempotency_key_reused"));
    }

    static LocalAnswer lost(FirstOutcome.Lost lost) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("first_generation_id", lost.generation());
        metadata.put("remedy_hint", "to ask again, and maybe to be billed again, send a new key");
        return LocalAnswer.of(new ApiError(
                409,
                "a request with this Idempotency-Key came before, and " + what(lost.why()),
                INVALID_REQUEST,
                "idempotency_outcome_unknown",
                null,
                metadata));
    }

    private static String what(FirstOutcome.Why why) {
        return switch (why) {
            case BROKEN -> "its answer broke off: it may have been served and billed";
            case TOO_LONG -> "its answer was too long to be kept, or there was no room for it";
            case DROPPED -> "its answer is no longer kept";
        };
    }

    static LocalAnswer full() {
        return LocalAnswer.of(ApiError.of(
                        503,
                        "too many requests with an Idempotency-Key are under way",
                        "server_error",
                        "idempotency_store_full"))
                .retryAfter(SOON);
    }
}

package dev.byok.outcome;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP status that an error inside a 200 answer would have had. */
final class InBandStatus {

    static final int UNKNOWN = 0;

    private static final Map<String, Integer> BY_NAME = byName();

    private InBandStatus() {}

    /** Returns the status by numeric code, code, reason or type, whichever says more; else {@link #UNKNOWN}. */
    static int of(Answer answer) {
        ProviderError error = answer.error();
        int numeric = numeric(error.code());
        if (numeric != UNKNOWN) {
            return numeric;
        }
        String[] names = {
            error.code(),
            answer.field("error.metadata.error_type"),
            answer.field("error.details.reason"),
            error.type(),
            answer.field("error.status"),
            answer.exception()
        };
        for (String name : names) {
            int status = named(name);
            if (status != UNKNOWN) {
                return status;
            }
        }
        return answer.begins("rate limit") ? 429 : UNKNOWN;
    }

    private static int numeric(@Nullable String code) {
        if (code == null || code.length() != 3 || !code.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return UNKNOWN;
        }
        int status = Integer.parseInt(code);
        return status >= 400 && status < 600 ? status : UNKNOWN;
    }

    private static int named(@Nullable String name) {
        return name == null ? UNKNOWN : BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    private static Map<String, Integer> byName() {
        Map<String, Integer> statuses = new HashMap<>();
        put(statuses, 400, "invalid_request_error", "invalid_request", "badrequesterror", "invalid_argument");
        put(statuses, 400, "context_length_exceeded", "exceed_context_size_error", "string_above_max_length");
        put(statuses, 400, "content_policy_violation", "content_filter", "invalid_prompt", "tool_use_failed");
        put(statuses, 400, "unsupported_parameter", "unsupported_value", "unknown_parameter");
        put(statuses, 401, "invalid_api_key", "expired_api_key", "api_key_invalid", "authentication_error");
        put(statuses, 401, "authentication", "unauthenticated", "unauthorized");
        put(statuses, 402, "payment_required", "billing_error");
        put(statuses, 403, "permission_denied", "permission_error", "unsupported_country_region_territory");
        put(statuses, 403, "account_deactivated", "organization_deactivated", "organization_restricted");
        put(statuses, 404, "model_not_found", "not_found_error", "notfounderror", "not_found", "deploymentnotfound");
        put(statuses, 413, "request_too_large", "payload_too_large");
        put(statuses, 422, "unprocessable");
        put(statuses, 429, "rate_limit_exceeded", "rate_limit_error", "too_many_requests", "slow_down");
        put(statuses, 429, "resource_exhausted", "insufficient_quota", "credit_balance_exhausted");
        put(statuses, 429, "organization_spend_limit_exceeded", "project_spend_limit_exceeded");
        put(statuses, 429, "organization_usage_limit_exceeded", "billing_hard_limit_reached");
        put(statuses, 500, "server_error", "internal_server_error", "internal_error", "internalservererror");
        put(statuses, 500, "api_error", "server", "internal");
        put(statuses, 502, "provider_unavailable");
        put(statuses, 503, "overloaded", "overloaded_error", "server_is_overloaded", "provider_overloaded");
        put(statuses, 503, "service_unavailable", "unavailable", "capacity_exceeded");
        put(statuses, 400, "validationexception", "servicequotaexceededexception");
        put(statuses, 403, "accessdeniedexception", "expiredtokenexception", "unrecognizedclientexception");
        put(statuses, 403, "invalidsignatureexception");
        put(statuses, 404, "resourcenotfoundexception");
        put(statuses, 408, "modeltimeoutexception");
        put(statuses, 424, "modelerrorexception", "modelstreamerrorexception");
        put(statuses, 429, "throttlingexception", "modelnotreadyexception");
        put(statuses, 500, "internalserverexception");
        put(statuses, 503, "serviceunavailableexception");
        put(statuses, 504, "timeout", "timeout_error", "deadline_exceeded", "gateway_timeout");
        return Map.copyOf(statuses);
    }

    private static void put(Map<String, Integer> statuses, int status, String... names) {
        for (String name : names) {
            statuses.put(name, status);
        }
    }
}

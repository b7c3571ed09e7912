package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.Ceiling;
import dev.byok.policy.DataClass;
import dev.byok.request.BodyRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our own refusals, before any upstream was asked. */
final class Refusals {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final int SHOWN_NAME = 100;

    /** Enough to see a pattern; a workspace may have thousands of keys. */
    static final int MOST_EXCLUSIONS = 100;

    /** When there may be room again. */
    static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    static LocalAnswer noPolicy() {
        return LocalAnswer.of(ApiError.of(503, "no policy has been loaded yet", "server_error", "policy_not_loaded"))
                .retryAllowed();
    }

    /** @param earliest when the first key is back */
    static LocalAnswer queueFull(Duration earliest) {
        return LocalAnswer.of(ApiError.of(
                        429,
                        "every key that may serve this is rate-limited for a while, and the queue is full",
                        "rate_limit_exceeded",
                        "queue_full"))
                .retryAfter(earliest);
    }

    static LocalAnswer routeMisconfigured(String what) {
        return LocalAnswer.of(ApiError.of(502, what, "gateway_error", "route_misconfigured"));
    }

    static LocalAnswer unknownUrl() {
        return LocalAnswer.of(ApiError.of(
                404,
                "unknown request URL: expected a path that ends with /chat/completions, /completions, /embeddings,"
                        + " /models, /messages or /messages/count_tokens",
                INVALID_REQUEST,
                "unknown_url"));
    }

    static LocalAnswer wrongMethod(ApiOperation operation) {
        return LocalAnswer.of(ApiError.of(
                405,
                "method not allowed: " + operation.path() + " takes "
                        + operation.method().name(),
                INVALID_REQUEST,
                "method_not_allowed"));
    }

    static LocalAnswer unauthorized(String reason) {
        return LocalAnswer.of(ApiError.of(
                401,
                reason + ": send a gateway key of this gateway as 'Authorization: Bearer' or 'x-api-key'",
                INVALID_REQUEST,
                "invalid_api_key"));
    }

    static LocalAnswer unknownModel(String model) {
        boolean cut = model.length() > SHOWN_NAME;
        String name = cut ? model.substring(0, SHOWN_NAME) + "…" : model;
        return LocalAnswer.of(new ApiError(
                404,
                "the model '" + name + "' does not exist here: GET models lists those you may use",
                INVALID_REQUEST,
                "model_not_found",
                "model",
                Map.of(),
                Availability.ofUnknown(cut ? List.of() : List.of(model))));
    }

    static LocalAnswer badRequest(String message, String code) {
        return LocalAnswer.of(ApiError.of(400, message, INVALID_REQUEST, code));
    }

    /** @param field of the request, which is no request in its caller's dialect */
    static LocalAnswer malformed(String field) {
        String message = field + ": missing, or of another kind than the API has there";
        return LocalAnswer.of(new ApiError(400, message, INVALID_REQUEST, "invalid_body", field, Map.of()));
    }

    static LocalAnswer dataClassNotAllowed(DataClass named, DataClass own) {
        return LocalAnswer.of(ApiError.of(
                403,
                Planning.DATA_CLASS_HEADER + ": '" + named.name() + "' is more open than '" + own.name()
                        + "', which this caller's requests are of: name that or a later one, or leave the header out",
                "permission_error",
                "data_class_not_allowed"));
    }

    static LocalAnswer profileNotAllowed() {
        return LocalAnswer.of(ApiError.of(
                403,
                Planning.PROFILE_HEADER
                        + ": expected one of the profiles that the policy gives this caller (profile, profiles)",
                "permission_error",
                "profile_not_allowed"));
    }

    static LocalAnswer simulationNotAllowed() {
        return LocalAnswer.of(ApiError.of(
                403,
                Planning.SIMULATE_HEADER
                        + " is for callers that the policy gives simulate: true, in an environment that"
                        + " is not production",
                "permission_error",
                "simulation_not_allowed"));
    }

    static LocalAnswer nothingToSimulate() {
        return badRequest(
                Planning.SIMULATE_HEADER + ": no key is asked for this, send it with a completion", "invalid_header");
    }

    static LocalAnswer badBody(BodyRefusedException refused) {
        if (refused.temporary()) {
            return LocalAnswer.of(ApiError.of(
                            refused.status(), String.valueOf(refused.getMessage()), "server_error", refused.code()))
                    .retryAfter(SOON);
        }
        LocalAnswer answer = LocalAnswer.of(
                ApiError.of(refused.status(), String.valueOf(refused.getMessage()), INVALID_REQUEST, refused.code()));
        return answer.closingConnection();
    }

    /** Nothing in the plan: strictness or a guardrail leaves no route. */
    static LocalAnswer noRoute(ByokExchange call, List<Exclusion> exclusions) {
        return noRoute(call, null, exclusions);
    }

    /** @param maxTokens what an answer may have at most; null where nobody limits that */
    static LocalAnswer noRoute(ByokExchange call, @Nullable Ceiling<Integer> maxTokens, List<Exclusion> exclusions) {
        Map<String, Object> metadata = metadata(call, exclusions, remedy(exclusions));
        return unavailable(call, exclusions, noRoute(maxTokens, exclusions, metadata));
    }

    /** Nothing in the plan, but for what the request itself says. */
    static LocalAnswer noEndpoints(ByokExchange call, List<Exclusion> exclusions) {
        ForbiddenLink link = call.forbiddenLink();
        String remedy =
                link == null ? "ask for less in " + requestFields(exclusions) + ", or leave it out" : link.remedy();
        return unavailable(call, exclusions, noEndpoints(exclusions, metadata(call, exclusions, remedy)));
    }

    private static LocalAnswer unavailable(ByokExchange call, List<Exclusion> exclusions, ApiError error) {
        return LocalAnswer.of(error.withAvailability(Availability.ofExcluded(call.facts(), exclusions)));
    }

    static ApiError noEndpoints(List<Exclusion> exclusions, Map<String, Object> metadata) {
        return new ApiError(
                404,
                "no endpoint of this model meets the request's own " + requestFields(exclusions)
                        + ": see metadata.excluded_by",
                INVALID_REQUEST,
                "no_endpoints",
                param(exclusions),
                metadata);
    }

    /** Its {@code provider} object where that leaves somebody out, else what nobody who is left can be told. */
    private static String param(List<Exclusion> exclusions) {
        String untold = null;
        for (Exclusion exclusion : exclusions) {
            String field = exclusion.location().requestField();
            if (field != null && field.startsWith("provider")) {
                return "provider";
            }
            untold = untold == null ? field : untold;
        }
        return untold == null ? "provider" : untold;
    }

    private static String requestFields(List<Exclusion> exclusions) {
        Set<String> fields = new LinkedHashSet<>();
        for (Exclusion exclusion : exclusions) {
            String field = exclusion.location().requestField();
            if (field != null) {
                fields.add(field);
            }
        }
        return fields.isEmpty() ? "provider object" : String.join(", ", fields);
    }

    private static Map<String, Object> metadata(ByokExchange call, List<Exclusion> exclusions, String remedy) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("generation_id", call.generation().id());
        metadata.put("attempts", List.of());
        putExcludedBy(metadata, exclusions, call.showsKeyNames());
        metadata.put("remedy_hint", remedy);
        return metadata;
    }

    /** @param maxTokens what an answer may have at most; null where nobody limits that */
    static ApiError noRoute(
            @Nullable Ceiling<Integer> maxTokens, List<Exclusion> exclusions, Map<String, Object> metadata) {
        if (maxTokens != null && exclusions.stream().anyMatch(each -> each.reason() == ExclusionReason.MAX_TOKENS)) {
            return new ApiError(
                    403,
                    "'max_tokens' or 'max_completion_tokens' asks for a longer answer than the " + maxTokens.most()
                            + " tokens that the policy allows: see metadata.excluded_by",
                    "permission_error",
                    "max_tokens_not_allowed",
                    "max_tokens",
                    metadata);
        }
        return new ApiError(
                403,
                "no key of this workspace and no shared capacity may serve this request: see metadata.excluded_by",
                "permission_error",
                "no_eligible_route",
                null,
                metadata);
    }

    /** An error names so many of a workspace's keys and says how many there are; a dry run names all. */
    static void putExcludedBy(Map<String, Object> metadata, List<Exclusion> exclusions, boolean showKeyNames) {
        List<Exclusion> named = exclusions.subList(0, Math.min(MOST_EXCLUSIONS, exclusions.size()));
        metadata.put("excluded_by", excludedBy(named, showKeyNames));
        if (named.size() < exclusions.size()) {
            metadata.put("excluded_total", exclusions.size());
        }
    }

    static List<Map<String, Object>> excludedBy(List<Exclusion> exclusions, boolean showKeyNames) {
        List<Map<String, Object>> rows = new ArrayList<>(exclusions.size());
        for (Exclusion exclusion : exclusions) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", exclusion.model());
            row.put("provider", exclusion.provider());
            String key = exclusion.key();
            if (key != null && showKeyNames) {
                row.put("key", key);
            }
            if (exclusion.tier() != null) {
                row.put("tier", exclusion.tier().name());
            }
            row.put("reason", exclusion.reason().text());
            row.put("file", exclusion.location().file());
            row.put("line", exclusion.location().line());
            rows.add(row);
        }
        return rows;
    }

    private static String remedy(List<Exclusion> exclusions) {
        if (exclusions.isEmpty()) {
            return "add a provider key for a provider of this model to the workspace's policy";
        }
        String demanded = demanded(exclusions);
        if (demanded != null) {
            return demanded;
        }
        for (Exclusion exclusion : exclusions) {
            if (exclusion.reason() == ExclusionReason.STRICT) {
                return "strictness closes shared capacity: add or enable an own key that covers this caller and model";
            }
            if (exclusion.reason() == ExclusionReason.ALLOWED_MODELS) {
                return "a list of allowed or ignored models leaves this one out: GET models lists what may be used";
            }
        }
        if (exclusions.stream().allMatch(exclusion -> exclusion.reason() == ExclusionReason.ALLOWED_PROVIDERS)) {
            return "no provider of this model may be used: metadata.excluded_by says which grant or list leaves it out";
        }
        return "ask whoever keeps the workspace's policy for a key that covers this caller and model";
    }

    /** Said before anything else: another key alone would not help. */
    private static @Nullable String demanded(List<Exclusion> exclusions) {
        for (Exclusion exclusion : exclusions) {
            switch (exclusion.reason()) {
                case DATA_POLICY_ZDR -> {
                    return "zero data retention is demanded (metadata.excluded_by says where): add a provider that"
                            + " promises it, or a key whose contract does (declared-zdr: true)";
                }
                case DATA_POLICY_TRAINING -> {
                    return "training is forbidden (metadata.excluded_by says where): add a provider of this model that"
                            + " says data-policy: { trains: false }";
                }
                case REGION -> {
                    return "the request may be processed in certain regions only (metadata.excluded_by says where): add a"
                            + " provider there, or a key whose contract is (declared-region)";
                }
                case CAPABILITY -> {
                    return "endpoints must be able to do what the catalog does not say of these (metadata.excluded_by says"
                            + " who requires it): add an endpoint whose capabilities include it";
                }
                case MAX_TOKENS -> {
                    return "ask for a shorter answer in max_tokens or max_completion_tokens, or leave them out"
                            + " (metadata.excluded_by says who limits it)";
                }
                case MAX_PRICE_PER_REQUEST -> {
                    return "a request may not cost so much, or so much as nobody says (metadata.excluded_by says who limits"
                            + " it): shorten the prompt, or ask for a shorter answer in max_tokens";
                }
                case MAX_PRICE -> {
                    return "endpoints may not cost so much, or so much as nobody says (metadata.excluded_by says where):"
                            + " add a cheaper endpoint, or the price of this one";
                }
                default -> {
                    // Another reason is said otherwise.
                }
            }
        }
        return null;
    }
}

package dev.byok.gateway;

import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.request.BodyFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how what a request asked for could be had nevertheless, as {@code error.availability} of <a
 * href="https://openrouter.ai/docs/api/reference/errors-and-debugging">OpenRouter's errors</a>: its names, its codes and, of
 * what leaves providers out, its words where it has one.
 */
final class Availability {

    /** What stands in the way. */
    private enum Code {
        MODEL_NOT_FOUND,
        MODEL_UNAVAILABLE_UPSTREAM,
        NO_ENDPOINTS,
        CONSTRAINT_FILTERED,
        PRIVACY_RESTRICTED,
        REGION_RESTRICTED,
        CAPACITY_EXHAUSTED,
        TEMPORARILY_UNAVAILABLE
    }

    private Availability() {}

    /**
     * Of a model that nobody knows.
     *
     * @param named the model; empty where its name is too long to be told
     */
    static Map<String, Object> ofUnknown(List<String> named) {
        return fields(Code.MODEL_NOT_FOUND, false, null, named);
    }

    /** Of a request that nobody may serve. */
    static Map<String, Object> ofExcluded(BodyFacts facts, List<Exclusion> exclusions) {
        Map<String, Object> fields = fields(code(exclusions), false, null, requested(facts));
        put(
                fields,
                "affected_providers",
                exclusions.stream().map(Exclusion::provider).distinct().toList());
        put(
                fields,
                "excluded_by",
                exclusions.stream().map(each -> text(each.reason())).distinct().toList());
        Map<String, Object> constraint = constraint(exclusions);
        if (!constraint.isEmpty()) {
            fields.put("constraint", constraint);
        }
        return fields;
    }

    /** Returns the first field of the request itself that leaves somebody out, and whom; empty where none does. */
    private static Map<String, Object> constraint(List<Exclusion> exclusions) {
        Map<String, Object> constraint = new LinkedHashMap<>();
        List<String> providers = new ArrayList<>();
        for (Exclusion exclusion : exclusions) {
            String field = exclusion.location().requestField();
            if (field != null && field.equals(constraint.computeIfAbsent("field", first -> field))) {
                providers.add(exclusion.provider());
            }
        }
        if (!providers.isEmpty()) {
            constraint.put(
                    "detail",
                    "leaves out "
                            + String.join(", ", providers.stream().distinct().toList()));
        }
        return constraint;
    }

    /**
     * Of a request that failed; empty where another time, or another model, would make no difference.
     *
     * @param providers those that failed, or are kept back
     * @param retryAfter when the first of them may be asked again; null where nobody knows
     */
    static Map<String, Object> ofFailed(
            BodyFacts facts,
            OutcomeClass failure,
            SubClass subClass,
            Collection<String> providers,
            @Nullable Duration retryAfter) {
        Code code = code(failure, subClass, retryAfter != null);
        if (code == null) {
            return Map.of();
        }
        boolean retryable = code != Code.MODEL_UNAVAILABLE_UPSTREAM
                && (retryAfter != null || failure != OutcomeClass.QUOTA_EXHAUSTED);
        Map<String, Object> fields = fields(code, retryable, retryable ? retryAfter : null, requested(facts));
        put(fields, "affected_providers", List.copyOf(providers));
        return fields;
    }

    /** Whoever forbids most is named: what is demanded for content's sake, then constraints. */
    private static Code code(List<Exclusion> exclusions) {
        Code code = Code.NO_ENDPOINTS;
        for (Exclusion exclusion : exclusions) {
            Code each = code(exclusion.reason());
            code = each.compareTo(code) > 0 ? each : code;
        }
        return code;
    }

    private static Code code(ExclusionReason reason) {
        return switch (reason) {
            case DATA_POLICY_ZDR, DATA_POLICY_TRAINING -> Code.PRIVACY_RESTRICTED;
            case REGION -> Code.REGION_RESTRICTED;
            case ALLOWED_MODELS,
                    ALLOWED_PROVIDERS,
                    ALLOW_FALLBACKS,
                    MODEL_FALLBACK,
                    CAPABILITY,
                    QUANTIZATION,
                    MAX_PRICE,
                    MAX_PRICE_PER_REQUEST,
                    CONTEXT_LENGTH,
                    MAX_TOKENS -> Code.CONSTRAINT_FILTERED;
            case KEY_FILTER_MODEL,
                    KEY_FILTER_API_KEY,
                    KEY_FILTER_MEMBER,
                    KEY_FILTER_ENVIRONMENT,
                    STRICT,
                    NOT_GRANTED,
                    COOLDOWN,
                    DISABLED -> Code.NO_ENDPOINTS;
        };
    }

    /** @param passes whether it is known when it is over */
    private static @Nullable Code code(OutcomeClass failure, SubClass subClass, boolean passes) {
        return switch (failure) {
            case RATE_LIMITED, QUOTA_EXHAUSTED -> Code.CAPACITY_EXHAUSTED;
            case OVERLOADED, SILENT -> Code.TEMPORARILY_UNAVAILABLE;
            case CREDENTIAL_REJECTED, PERMISSION ->
                subClass == SubClass.MODEL_NOT_FOUND
                        ? Code.MODEL_UNAVAILABLE_UPSTREAM
                        : passes ? Code.TEMPORARILY_UNAVAILABLE : null;
            case UNEXPECTED -> passes ? Code.TEMPORARILY_UNAVAILABLE : null;
            case OK, CONTEXT_LENGTH, MODERATED, INVALID_REQUEST, POLICY, CANCELLED -> null;
        };
    }

    /** OpenRouter's word for what leaves a provider out, or our own where it has none. */
    private static String text(ExclusionReason reason) {
        return switch (reason) {
            case REGION -> "data_region";
            case CAPABILITY -> "require_parameters";
            case MAX_PRICE_PER_REQUEST -> "max_price";
            default -> reason.text();
        };
    }

    private static Map<String, Object> fields(
            Code code, boolean retryable, @Nullable Duration retryAfter, List<String> models) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", code.name().toLowerCase(Locale.ROOT));
        fields.put("retryable", retryable);
        if (retryAfter != null) {
            fields.put("retry_after", LocalAnswer.seconds(retryAfter));
        }
        fields.put("requested_models", models);
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.put(name, values);
        }
    }

    private static List<String> requested(BodyFacts facts) {
        List<String> all = new ArrayList<>();
        all.add(facts.model());
        if (facts.models() != null) {
            facts.models().stream().filter(model -> !all.contains(model)).forEach(all::add);
        }
        return all;
    }
}

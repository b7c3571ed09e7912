package dev.byok.outcome;

import static dev.byok.outcome.ClassificationRule.rule;

import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows that look into the body, first match wins: a provider's own rows, then those that every provider of the
 * OpenAI shape shares. A text is only searched for where a wrong hit is harmless or the status already narrows it down,
 * since providers echo prompts in their messages.
 */
final class ClassificationRules {

    /** The statuses at which a row asks for more than status and headers. */
    static final Set<Integer> READ_BODY_OF = Set.of(400, 402, 403, 404, 413, 422, 429);

    private static final String[] QUOTA = {
        "insufficient_quota",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
        "billing_hard_limit_reached"
    };
    private static final String[] DEAD_CREDENTIAL = {
        "invalid_api_key",
        "expired_api_key",
        "API_KEY_INVALID",
        "account_deactivated",
        "organization_deactivated",
        "organization_restricted",
        "access_terminated",
        "SERVICE_DISABLED",
        "CONSUMER_SUSPENDED"
    };
    private static final String[] NO_SUCH_MODEL = {
        "model_not_found",
        "model_decommissioned",
        "model_deprecated",
        "model_unavailable_upstream",
        "DeploymentNotFound"
    };
    private static final String[] TOO_LONG = {
        "exceed context limit",
        "maximum context length",
        "model's maximum context limit",
        "is longer than the model's context length",
        "input tokens exceed the configured limit",
        "`inputs` tokens + `max_new_tokens` must be",
        "exceeds the available context size",
        "exceeds the context window",
        "exceeds the maximum number of tokens allowed",
        "prompt is too long"
    };
    private static final Pattern TOO_LONG_NOW = Pattern.compile("current length is [\\d,]{1,15} while limit is");
    private static final Pattern MODEL_MISSING = Pattern.compile(
            "\\bmodels?\\b[^\\n]{0,200}?(?:does not exist|not found|not exist|not supported|no longer available)");
    private static final Pattern KEY_OR_ACCOUNT = Pattern.compile("\\b(?:api[ -]?key|account|organi[sz]ation|team)\\b"
            + "[^\\n]{0,80}?\\b(?:disabled|deactivated|suspended|blocked|banned|terminated|revoked|expired|invalid|not valid|not active|inactive)\\b"
            + "|\\b(?:invalid|disabled|expired|revoked|blocked|incorrect)\\b[^\\n]{0,40}?\\bapi[ -]?key\\b");
    private static final Pattern BUDGET_EXCEEDED = Pattern.compile("\\bbudget of \\$[\\d.,]{1,20} exceeded");

    private static final List<ClassificationRule> OPENROUTER = List.of(
            rule(a -> a.isStatus(402) && (inFlight(a) || a.hasHeader("retry-after")), OutcomeClass.RATE_LIMITED),
            rule(a -> a.isStatus(402), OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(403) && moderatedByBroker(a), OutcomeClass.MODERATED),
            rule(
                    a -> a.isStatus(403) && (a.begins("key limit exceeded") || a.says(BUDGET_EXCEEDED)),
                    OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(403), OutcomeClass.PERMISSION),
            rule(a -> a.isStatus(502, 503), OutcomeClass.OVERLOADED),
            rule(a -> a.isStatus(429) && sharedPool(a), OutcomeClass.OVERLOADED),
            rule(
                    a -> a.isStatus(404)
                            && (a.named("no_endpoints", "free_variant_ended") || a.begins("no endpoints found for")),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND),
            rule(
                    a -> a.isStatus(400) && a.says("is not a valid model id"),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND));

    private static final List<ClassificationRule> GROQ = List.of(
            rule(a -> a.isStatus(498), OutcomeClass.OVERLOADED),
            rule(
                    a -> a.isStatus(413) && (a.named("rate_limit_exceeded") || a.says("tokens per minute")),
                    OutcomeClass.RATE_LIMITED,
                    SubClass.REQUEST_EXCEEDS_LIMIT),
            rule(
                    a -> a.isStatus(403) && a.named("model_permission_blocked_org", "model_permission_blocked_project"),
                    OutcomeClass.PERMISSION),
            // The model produced an unusable tool call: another attempt may succeed, the caller did nothing wrong.
            rule(a -> a.isStatus(400) && a.named("tool_use_failed"), OutcomeClass.OVERLOADED, SubClass.SERVER_ERROR));

    private static final List<ClassificationRule> SHARED = List.of(
            rule(a -> a.isStatus(401), OutcomeClass.CREDENTIAL_REJECTED),
            rule(a -> a.isStatus(400, 403, 429) && a.named(QUOTA), OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(400, 403) && a.named(DEAD_CREDENTIAL), OutcomeClass.CREDENTIAL_REJECTED),
            // Gemini's compatible endpoint and xAI refuse a bad key with 400. Only at the very start of the message: a
            // prompt that is echoed further on must not put a key into quarantine.
            rule(
                    a -> a.isStatus(400) && a.begins("api key not valid", "api key expired", "incorrect api key"),
                    OutcomeClass.CREDENTIAL_REJECTED),
            rule(
                    a -> a.isStatus(429) && a.named("rate_limit_exceeded", "tokens") && a.says("request too large"),
                    OutcomeClass.RATE_LIMITED,
                    SubClass.REQUEST_EXCEEDS_LIMIT),
            rule(
                    a -> a.isStatus(400, 403, 404) && a.named(NO_SUCH_MODEL),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND),
            rule(a -> a.isStatus(404) && a.says(MODEL_MISSING), OutcomeClass.PERMISSION, SubClass.MODEL_NOT_FOUND),
            rule(a -> a.isStatus(400, 403, 422) && refusedContent(a), OutcomeClass.MODERATED),
            rule(a -> a.isStatus(400, 403, 413, 422) && tooLong(a), OutcomeClass.CONTEXT_LENGTH),
            rule(
                    a -> a.isStatus(403) && !a.named("unsupported_country_region_territory") && a.says(KEY_OR_ACCOUNT),
                    OutcomeClass.CREDENTIAL_REJECTED));

    private ClassificationRules() {}

    /** Returns the rows for a provider, in the order they are tried: what it says in another's dialect is meant as there. */
    static List<ClassificationRule> of(ProviderPreset preset, Dialect dialect) {
        boolean borrowed = dialect == Dialect.ANTHROPIC_MESSAGES && dialect != preset.dialect();
        return Stream.of(own(preset), borrowed ? AnthropicRules.ELSEWHERE : List.<ClassificationRule>of(), SHARED)
                .flatMap(List::stream)
                .toList();
    }

    private static List<ClassificationRule> own(ProviderPreset preset) {
        return switch (preset) {
            case OPENROUTER -> OPENROUTER;
            case GROQ -> GROQ;
            case AZURE_OPENAI -> CompatibleProviderRules.AZURE_OPENAI;
            case XAI -> CompatibleProviderRules.XAI;
            case MISTRAL -> CompatibleProviderRules.MISTRAL;
            case TOGETHER -> CompatibleProviderRules.TOGETHER;
            case DEEPSEEK -> CompatibleProviderRules.DEEPSEEK;
            case FIREWORKS -> CompatibleProviderRules.FIREWORKS;
            case COHERE_COMPAT -> CompatibleProviderRules.COHERE_COMPAT;
            case GEMINI_COMPAT -> CompatibleProviderRules.GEMINI_COMPAT;
            case ZAI -> CompatibleProviderRules.ZAI;
            case ANTHROPIC, AZURE_ANTHROPIC -> AnthropicRules.ALL;
            case BEDROCK -> BedrockRules.ALL;
            case BEDROCK_MANTLE ->
                Stream.concat(BedrockRules.ALL.stream(), AnthropicRules.ELSEWHERE.stream())
                        .toList();
            case OPENAI, AI21, STEPFUN, VLLM, OLLAMA, COMPATIBLE -> List.of();
        };
    }

    private static boolean inFlight(Answer answer) {
        return "openrouter_in_flight_budget".equals(answer.field("error.metadata.limit_source"));
    }

    private static boolean sharedPool(Answer answer) {
        return answer.saysAnywhere("temporarily rate-limited upstream")
                || "upstream_provider_shared_pool".equals(answer.field("error.metadata.limit_source"));
    }

    private static boolean moderatedByBroker(Answer answer) {
        return answer.has("error.metadata.reasons")
                || answer.has("error.metadata.flagged_input")
                || answer.has("error.metadata.patterns")
                || answer.says("moderation", "guardrail");
    }

    private static boolean refusedContent(Answer answer) {
        return answer.named("content_policy_violation", "content_filter")
                || (answer.begins("invalid prompt") && answer.says("violat"));
    }

    private static boolean tooLong(Answer answer) {
        return !answer.named("string_above_max_length")
                && (answer.named("context_length_exceeded", "exceed_context_size_error")
                        || answer.saysAnywhere(TOO_LONG)
                        || answer.says(TOO_LONG_NOW));
    }
}

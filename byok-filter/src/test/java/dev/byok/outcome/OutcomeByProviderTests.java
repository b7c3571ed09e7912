package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.NO_MODEL;
import static dev.byok.outcome.ErrorBodies.TOO_LONG;
import static dev.byok.outcome.ErrorBodies.broker;
import static dev.byok.outcome.ErrorBodies.classify;
import static dev.byok.outcome.ErrorBodies.error;
import static dev.byok.provider.ProviderPreset.COMPATIBLE;
import static dev.byok.provider.ProviderPreset.GROQ;
import static dev.byok.provider.ProviderPreset.OLLAMA;
import static dev.byok.provider.ProviderPreset.OPENAI;
import static dev.byok.provider.ProviderPreset.OPENROUTER;
import static dev.byok.provider.ProviderPreset.VLLM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byok.provider.ProviderPreset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeByProviderTests {

    @ParameterizedTest
    @MethodSource
    void classifiesByTheProvidersOwnRows(ProviderPreset preset, int status, String body, String expected) {
        Outcome outcome = classify(preset, status, body);

        assertThat(outcome.text()).isEqualTo(expected);
        assertThat(outcome.status()).isEqualTo(status);
    }

    static Stream<Arguments> classifiesByTheProvidersOwnRows() {
        return Stream.of(openAi(), openRouter(), groq(), selfHosted(), compatible())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> openAi() {
        return Stream.of(
                arguments(
                        OPENAI,
                        401,
                        error(
                                "Incorrect API key provided: sk-proj-****abcd.",
                                "invalid_request_error",
                                "invalid_api_key"),
                        "credential_rejected"),
                arguments(
                        OPENAI,
                        403,
                        error(
                                "Country, region, or territory not supported",
                                "request_forbidden",
                                "unsupported_country_region_territory"),
                        "permission"),
                arguments(
                        OPENAI,
                        403,
                        error(
                                "Project `proj_1` does not have access to model `gpt-5.2`",
                                "invalid_request_error",
                                "model_not_found"),
                        "permission.model_not_found"),
                arguments(
                        OPENAI,
                        403,
                        error(
                                "The account associated with this API key has been deactivated.",
                                "invalid_request_error",
                                "account_deactivated"),
                        "credential_rejected"),
                arguments(
                        OPENAI,
                        403,
                        error("Your organization has been suspended.", "request_forbidden", null),
                        "credential_rejected"),
                arguments(
                        OPENAI,
                        403,
                        error("You are not allowed to sample from this model", "invalid_request_error", null),
                        "permission"),
                arguments(OPENAI, 404, NO_MODEL, "permission.model_not_found"),
                arguments(OPENAI, 400, NO_MODEL, "permission.model_not_found"),
                arguments(
                        OPENAI,
                        404,
                        error(
                                "Previous response with id 'resp_1' not found.",
                                "invalid_request_error",
                                "previous_response_not_found"),
                        "invalid_request"),
                arguments(OPENAI, 400, TOO_LONG, "context_length"),
                arguments(
                        OPENAI,
                        400,
                        error("Your input exceeds the context window of this model.", "invalid_request_error", null),
                        "context_length"),
                arguments(
                        OPENAI,
                        400,
                        error("This model's maximum context length is 128000 tokens.", "invalid_request_error", null),
                        "context_length"),
                arguments(
                        OPENAI,
                        400,
                        error(
                                "Invalid 'messages[0].content': string too long. This model's maximum context length is not meant.",
                                "invalid_request_error",
                                "string_above_max_length"),
                        "invalid_request"),
                arguments(
                        OPENAI,
                        400,
                        error(
                                "Your request was rejected as a result of our safety system.",
                                "invalid_request_error",
                                "content_policy_violation"),
                        "moderated"),
                arguments(OPENAI, 400, error("The response was filtered", null, "content_filter"), "moderated"),
                arguments(
                        OPENAI,
                        400,
                        error(
                                "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
                                "invalid_request_error",
                                "invalid_prompt"),
                        "moderated"),
                arguments(
                        OPENAI,
                        429,
                        error(
                                "You exceeded your current quota, please check your plan and billing details.",
                                "insufficient_quota",
                                "insufficient_quota"),
                        "quota_exhausted"),
                arguments(
                        OPENAI,
                        429,
                        error("You exceeded your current quota.", "insufficient_quota", null),
                        "quota_exhausted"),
                arguments(OPENAI, 429, error("x", "requests", "credit_balance_exhausted"), "quota_exhausted"),
                arguments(OPENAI, 429, error("x", "requests", "organization_spend_limit_exceeded"), "quota_exhausted"),
                arguments(OPENAI, 429, error("x", "requests", "project_spend_limit_exceeded"), "quota_exhausted"),
                arguments(OPENAI, 429, error("x", "requests", "organization_usage_limit_exceeded"), "quota_exhausted"),
                arguments(
                        OPENAI,
                        400,
                        error(
                                "Billing hard limit has been reached",
                                "invalid_request_error",
                                "billing_hard_limit_reached"),
                        "quota_exhausted"),
                arguments(
                        OPENAI,
                        429,
                        error(
                                "Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 45000.",
                                "tokens",
                                "rate_limit_exceeded"),
                        "rate_limited.request_exceeds_limit"),
                arguments(
                        OPENAI,
                        429,
                        error(
                                "Rate limit reached for gpt-4o on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.",
                                "requests",
                                "rate_limit_exceeded"),
                        "rate_limited"),
                arguments(OPENAI, 429, error("Slow down", "requests", "slow_down"), "rate_limited"),
                arguments(
                        OPENAI,
                        503,
                        error("The server is overloaded", "server_error", "server_is_overloaded"),
                        "overloaded"),
                arguments(
                        OPENAI, 500, error("The server had an error", "server_error", null), "overloaded.server_error"),
                arguments(OPENAI, 502, "<html>502 Bad Gateway</html>", "overloaded.server_error"),
                arguments(OPENAI, 504, "", "overloaded.timeout"),
                arguments(
                        OPENAI,
                        400,
                        error(
                                "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
                                "invalid_request_error",
                                "unsupported_parameter"),
                        "invalid_request"));
    }

    private static Stream<Arguments> openRouter() {
        String upstream = "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,\"metadata\":{\"raw\":"
                + "\"google/gemma-4-31b-it:free is temporarily rate-limited upstream. Please retry shortly.\","
                + "\"provider_name\":\"Google AI Studio\"}},\"user_id\":\"user_1\"}";
        String ownAccount =
                "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,\"metadata\":{\"raw\":\"slow\","
                        + "\"limit_source\":\"upstream_provider_account\",\"is_byok\":true}}}";
        return Stream.of(
                arguments(
                        OPENROUTER,
                        402,
                        broker(402, "Insufficient credits", "\"limit_source\":\"openrouter_credits\""),
                        "quota_exhausted"),
                arguments(
                        OPENROUTER,
                        402,
                        broker(402, "Busy", "\"limit_source\":\"openrouter_in_flight_budget\""),
                        "rate_limited"),
                arguments(
                        OPENROUTER,
                        403,
                        broker(403, "Your input was flagged", "\"reasons\":[\"violence\"],\"flagged_input\":\"a\""),
                        "moderated"),
                arguments(OPENROUTER, 403, broker(403, "Blocked by guardrail", "\"patterns\":[\"ssn\"]"), "moderated"),
                arguments(OPENROUTER, 403, broker(403, "Key limit exceeded (total limit).", ""), "quota_exhausted"),
                arguments(
                        OPENROUTER,
                        403,
                        broker(403, "Workspace monthly budget of $500.00 exceeded. Contact your org admin.", ""),
                        "quota_exhausted"),
                arguments(OPENROUTER, 403, broker(403, "Only some keys may do this", ""), "permission"),
                arguments(OPENROUTER, 408, broker(408, "Timed out", ""), "overloaded.timeout"),
                arguments(OPENROUTER, 502, broker(502, "Provider returned error", ""), "overloaded"),
                arguments(OPENROUTER, 503, broker(503, "No provider fits", ""), "overloaded"),
                arguments(OPENROUTER, 429, upstream, "overloaded"),
                arguments(OPENROUTER, 429, ownAccount, "rate_limited"),
                arguments(OPENROUTER, 429, broker(429, "Rate limit exceeded: free-models-per-day", ""), "rate_limited"),
                arguments(
                        OPENROUTER,
                        404,
                        broker(404, "No endpoints found for acme/none.", ""),
                        "permission.model_not_found"),
                arguments(
                        OPENROUTER,
                        404,
                        broker(404, "No endpoints found matching your data policy", ""),
                        "invalid_request"),
                arguments(
                        OPENROUTER,
                        400,
                        broker(400, "acme/none is not a valid model ID", ""),
                        "permission.model_not_found"),
                arguments(
                        OPENROUTER,
                        400,
                        broker(
                                400,
                                "Provider returned error",
                                "\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"prompt is too long: 210000 tokens > 200000 maximum\\\"}}\""),
                        "context_length"),
                arguments(OPENROUTER, 401, broker(401, "User not found.", ""), "credential_rejected"));
    }

    private static Stream<Arguments> groq() {
        String tooLarge = "Request too large for model `llama-3.1-8b-instant` in organization `org_1` service tier "
                + "`on_demand` on tokens per minute (TPM): Limit 6000, Requested 7012";
        return Stream.of(
                arguments(
                        GROQ, 498, error("Flex tier capacity exceeded", "capacity", "capacity_exceeded"), "overloaded"),
                arguments(
                        GROQ,
                        413,
                        error(tooLarge, "tokens", "rate_limit_exceeded"),
                        "rate_limited.request_exceeds_limit"),
                arguments(
                        GROQ,
                        413,
                        error("Request Entity Too Large", "invalid_request_error", "request_too_large"),
                        "context_length.request_too_large"),
                arguments(GROQ, 424, "", "overloaded.server_error"),
                arguments(GROQ, 499, "", "overloaded.server_error"),
                arguments(
                        GROQ,
                        400,
                        "{\"error\":{\"message\":\"Failed to call a function.\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"failed_generation\":\"<function\"}}",
                        "overloaded.server_error"),
                arguments(
                        GROQ,
                        403,
                        error(
                                "The model `x` is blocked at the project level.",
                                "permissions_error",
                                "model_permission_blocked_project"),
                        "permission"),
                arguments(
                        GROQ,
                        400,
                        error("Organization has been restricted.", "invalid_request_error", "organization_restricted"),
                        "credential_rejected"),
                arguments(
                        GROQ,
                        400,
                        error(
                                "The model `mixtral` has been decommissioned.",
                                "invalid_request_error",
                                "model_decommissioned"),
                        "permission.model_not_found"),
                arguments(OPENAI, 400, error("Failed", "invalid_request_error", "tool_use_failed"), "invalid_request"));
    }

    private static Stream<Arguments> selfHosted() {
        return Stream.of(
                arguments(
                        VLLM,
                        404,
                        "{\"object\":\"error\",\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\",\"param\":null,\"code\":404}",
                        "permission.model_not_found"),
                arguments(
                        VLLM,
                        400,
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                        "context_length"),
                arguments(
                        VLLM,
                        400,
                        "{\"error\":{\"message\":\"max_tokens must be at least 1\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}",
                        "invalid_request"),
                arguments(VLLM, 401, "{\"error\":\"Unauthorized\"}", "credential_rejected"),
                arguments(VLLM, 404, "{\"detail\":\"Not Found\"}", "invalid_request"),
                arguments(
                        VLLM,
                        422,
                        "{\"detail\":[{\"loc\":[\"body\",\"messages\"],\"msg\":\"field required\",\"type\":\"missing\"}]}",
                        "invalid_request"),
                arguments(
                        OLLAMA,
                        404,
                        "{\"error\":{\"message\":\"model \\\"llama9\\\" not found, try pulling it first\",\"type\":\"api_error\",\"param\":null,\"code\":null}}",
                        "permission.model_not_found"),
                arguments(OLLAMA, 404, "{\"error\":\"model 'llama9' not found\"}", "permission.model_not_found"),
                arguments(
                        OLLAMA,
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\"}}",
                        "context_length"));
    }

    private static Stream<Arguments> compatible() {
        return Stream.of(
                arguments(
                        COMPATIBLE,
                        400,
                        "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}]",
                        "credential_rejected"),
                arguments(
                        COMPATIBLE,
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"Refused\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}",
                        "credential_rejected"),
                arguments(
                        COMPATIBLE,
                        400,
                        "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xai***yz.\"}",
                        "credential_rejected"),
                arguments(
                        COMPATIBLE,
                        403,
                        error(
                                "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097",
                                "invalid_request_error",
                                null),
                        "context_length"),
                arguments(
                        COMPATIBLE,
                        422,
                        error("`inputs` tokens + `max_new_tokens` must be <= 4097", "validation", null),
                        "context_length"),
                arguments(
                        COMPATIBLE,
                        400,
                        error("current length is 9,000 while limit is 8,192", "invalid_request_error", null),
                        "context_length"),
                arguments(COMPATIBLE, 413, TOO_LONG, "context_length"),
                arguments(
                        COMPATIBLE,
                        429,
                        "{\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}",
                        "rate_limited"));
    }
}

package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.CLASSIFIER;
import static dev.byok.outcome.ErrorBodies.classify;
import static dev.byok.outcome.ErrorBodies.error;
import static dev.byok.outcome.ErrorBodies.utf8;
import static dev.byok.provider.ProviderPreset.AI21;
import static dev.byok.provider.ProviderPreset.AZURE_OPENAI;
import static dev.byok.provider.ProviderPreset.COHERE_COMPAT;
import static dev.byok.provider.ProviderPreset.DEEPSEEK;
import static dev.byok.provider.ProviderPreset.FIREWORKS;
import static dev.byok.provider.ProviderPreset.MISTRAL;
import static dev.byok.provider.ProviderPreset.STEPFUN;
import static dev.byok.provider.ProviderPreset.TOGETHER;
import static dev.byok.provider.ProviderPreset.XAI;
import static dev.byok.provider.ProviderPreset.ZAI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byok.provider.ProviderPreset;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendors that speak OpenAI's chat API beside it, each with its errors in its own words. */
class OutcomeByCompatibleProviderTests {

    private static final String AZURE_BUSY = azure(
            "429",
            "The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load.");
    private static final String AZURE_LIMIT = azure(
            "429",
            "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 6 seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.");

    @ParameterizedTest
    @MethodSource({"azure", "xai", "mistral", "together", "deepSeek", "fireworks", "cohere", "zai", "others"})
    void classifiesByTheProvidersOwnRows(ProviderPreset preset, int status, String body, String expected) {
        Outcome outcome = classify(preset, status, body);

        assertThat(outcome.text()).isEqualTo(expected);
        assertThat(outcome.status()).isEqualTo(status);
    }

    static Stream<Arguments> azure() {
        return Stream.of(
                arguments(
                        AZURE_OPENAI,
                        401,
                        azure(
                                "401",
                                "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription."),
                        "credential_rejected"),
                arguments(
                        AZURE_OPENAI,
                        403,
                        azure("403", "Your resource has been temporarily blocked because we detected behavior"),
                        "credential_rejected"),
                arguments(
                        AZURE_OPENAI,
                        403,
                        azure("403", "Access denied due to Virtual Network/Firewall rules."),
                        "permission"),
                arguments(
                        AZURE_OPENAI,
                        403,
                        azure(
                                "AccessDenied",
                                "Public access is disabled. Please configure private endpoint. The account is blocked for it."),
                        "permission"),
                arguments(
                        AZURE_OPENAI,
                        404,
                        azure("DeploymentNotFound", "The API deployment for this resource does not exist."),
                        "permission.model_not_found"),
                arguments(AZURE_OPENAI, 404, azure("404", "Resource not found"), "permission.model_not_found"),
                arguments(AZURE_OPENAI, 400, error("The response was filtered", null, "content_filter"), "moderated"),
                arguments(
                        AZURE_OPENAI,
                        400,
                        "{\"error\":{\"message\":\"The response was filtered due to the prompt\",\"type\":null,\"param\":\"prompt\",\"code\":\"BadRequest\",\"status\":400,\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{\"hate\":{\"filtered\":true}}}}}",
                        "moderated"),
                arguments(AZURE_OPENAI, 400, ErrorBodies.TOO_LONG, "context_length"),
                arguments(AZURE_OPENAI, 429, AZURE_BUSY, "overloaded"),
                arguments(
                        AZURE_OPENAI,
                        429,
                        azure("429", "You have exceeded the monthly quota of your subscription."),
                        "quota_exhausted"),
                arguments(AZURE_OPENAI, 429, error("No quota", "insufficient_quota", null), "quota_exhausted"),
                arguments(AZURE_OPENAI, 429, AZURE_LIMIT, "rate_limited"),
                arguments(AZURE_OPENAI, 429, azure("RateLimitReached", "Rate limit is exceeded."), "rate_limited"),
                arguments(
                        AZURE_OPENAI,
                        429,
                        error("Too Many Requests", "too_many_requests", "too_many_requests"),
                        "rate_limited"),
                arguments(AZURE_OPENAI, 503, "", "overloaded"));
    }

    static Stream<Arguments> xai() {
        return Stream.of(
                arguments(
                        XAI,
                        400,
                        xai(
                                "Client specified an invalid argument",
                                "Incorrect API key provided: xa***ey. You can obtain an API key from https://console.x.ai."),
                        "credential_rejected"),
                arguments(
                        XAI,
                        403,
                        xai("The caller does not have permission", "Your API key is currently blocked"),
                        "credential_rejected"),
                arguments(
                        XAI,
                        403,
                        xai("The caller does not have permission", "This team is disabled."),
                        "credential_rejected"),
                arguments(
                        XAI,
                        403,
                        xai(
                                "The caller does not have permission to execute the specified operation",
                                "Your newly created team doesn't have any credits yet."),
                        "quota_exhausted"),
                arguments(
                        XAI,
                        429,
                        xai(
                                "Some resource has been exhausted",
                                "Your team has either used all available credits or reached its monthly spending limit."),
                        "quota_exhausted"),
                arguments(
                        XAI,
                        403,
                        xai("The caller does not have permission", "Your key may not use this endpoint"),
                        "permission"),
                arguments(
                        XAI,
                        404,
                        xai(
                                "Some requested entity was not found",
                                "The model grok-9 does not exist or your team lacks access."),
                        "permission.model_not_found"),
                arguments(
                        XAI,
                        400,
                        xai(
                                "Client specified an invalid argument",
                                "This model's maximum prompt length is 131072 but the request contains 200000 tokens."),
                        "context_length"),
                arguments(XAI, 422, xai("Invalid", "Failed to deserialize the JSON body"), "invalid_request"),
                arguments(XAI, 429, xai("Too many requests", "Too many requests for team"), "rate_limited"));
    }

    static Stream<Arguments> mistral() {
        return Stream.of(
                arguments(MISTRAL, 401, "{\"message\":\"Unauthorized\",\"request_id\":\"1\"}", "credential_rejected"),
                arguments(MISTRAL, 402, "{\"message\":\"Payment required\"}", "quota_exhausted"),
                arguments(MISTRAL, 403, "{\"message\":\"Not available in your tier\"}", "permission"),
                arguments(
                        MISTRAL,
                        429,
                        mistral("Service tier capacity exceeded for this model.", "invalid_request_error", "3505"),
                        "overloaded"),
                arguments(MISTRAL, 429, mistral("Capacity is short", "capacity", "3505"), "overloaded"),
                arguments(MISTRAL, 429, mistral("Rate limit exceeded", "rate_limited", "1300"), "rate_limited"),
                arguments(MISTRAL, 429, "{\"message\":\"Requests rate limit exceeded\"}", "rate_limited"),
                arguments(
                        MISTRAL,
                        400,
                        mistral("Invalid model: nope", "invalid_model", "1500"),
                        "permission.model_not_found"),
                arguments(
                        MISTRAL,
                        400,
                        mistral(
                                "Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
                                "invalid_request_prompt",
                                "3051"),
                        "context_length"),
                arguments(
                        MISTRAL,
                        422,
                        "{\"detail\":[{\"loc\":[\"body\",\"user\"],\"msg\":\"Extra inputs are not permitted\",\"type\":\"extra_forbidden\"}]}",
                        "invalid_request"));
    }

    static Stream<Arguments> together() {
        return Stream.of(
                arguments(
                        TOGETHER,
                        401,
                        error("Invalid API key provided", "invalid_request_error", "invalid_api_key"),
                        "credential_rejected"),
                arguments(TOGETHER, 402, error("Credit limit exceeded", "credit_limit", null), "quota_exhausted"),
                arguments(
                        TOGETHER,
                        403,
                        error(
                                "Bad Request: input token count + max_tokens parameter must be less than the context length of the model",
                                "invalid_request_error",
                                null),
                        "context_length"),
                arguments(TOGETHER, 403, "", "permission"),
                arguments(
                        TOGETHER,
                        400,
                        error(
                                "Unable to access model x. Please visit the models page",
                                "invalid_request_error",
                                "model_not_available"),
                        "permission.model_not_found"),
                arguments(TOGETHER, 429, error("Rate limited", "rate_limit", null), "rate_limited"),
                arguments(TOGETHER, 503, error("Engine overloaded", "service_unavailable", null), "overloaded"));
    }

    static Stream<Arguments> deepSeek() {
        return Stream.of(
                arguments(
                        DEEPSEEK,
                        401,
                        error("Authentication Fails", "authentication_error", "invalid_request_error"),
                        "credential_rejected"),
                arguments(
                        DEEPSEEK,
                        402,
                        error("Insufficient Balance", "unknown_error", "invalid_request_error"),
                        "quota_exhausted"),
                arguments(
                        DEEPSEEK,
                        400,
                        error("Model Not Exist", "invalid_request_error", "invalid_request_error"),
                        "permission.model_not_found"),
                arguments(
                        DEEPSEEK,
                        400,
                        error(
                                "This model's maximum context length is 65536 tokens.",
                                "invalid_request_error",
                                "invalid_request_error"),
                        "context_length"),
                arguments(DEEPSEEK, 422, error("Invalid parameters", "invalid_request_error", null), "invalid_request"),
                arguments(DEEPSEEK, 429, error("Rate limit", "rate_limit", null), "rate_limited"),
                arguments(DEEPSEEK, 503, error("Busy", "server", null), "overloaded"));
    }

    static Stream<Arguments> fireworks() {
        return Stream.of(
                arguments(FIREWORKS, 401, error("unauthorized", "unauthorized", null), "credential_rejected"),
                arguments(FIREWORKS, 402, "", "quota_exhausted"),
                arguments(FIREWORKS, 412, error("Account is suspended", "error", null), "quota_exhausted"),
                arguments(
                        FIREWORKS,
                        404,
                        error("Model not found, inaccessible, and/or not deployed", "error", "NOT_FOUND"),
                        "permission.model_not_found"),
                arguments(FIREWORKS, 404, "", "permission.model_not_found"),
                arguments(
                        FIREWORKS,
                        400,
                        error(
                                "The prompt is too long: 150000, model maximum context length: 131071",
                                "invalid_request_error",
                                null),
                        "context_length"),
                arguments(FIREWORKS, 408, "", "overloaded.timeout"),
                arguments(FIREWORKS, 429, "", "rate_limited"));
    }

    static Stream<Arguments> cohere() {
        return Stream.of(
                arguments(COHERE_COMPAT, 401, cohere("invalid api token"), "credential_rejected"),
                arguments(COHERE_COMPAT, 402, cohere("Please add a payment method"), "quota_exhausted"),
                arguments(
                        COHERE_COMPAT,
                        429,
                        cohere("You are using a Trial key, which is limited to 1000 API calls / month."),
                        "quota_exhausted"),
                arguments(
                        COHERE_COMPAT,
                        429,
                        cohere("You are using a Trial key, which is limited to 10 API calls / minute."),
                        "rate_limited"),
                arguments(COHERE_COMPAT, 429, cohere("trial token rate limit exceeded"), "rate_limited"),
                arguments(COHERE_COMPAT, 498, cohere("blocked"), "moderated"),
                arguments(COHERE_COMPAT, 499, cohere("request cancelled"), "overloaded.server_error"),
                arguments(
                        COHERE_COMPAT,
                        404,
                        cohere("model 'x' not found, make sure the correct model ID was used"),
                        "permission.model_not_found"),
                arguments(
                        COHERE_COMPAT,
                        400,
                        cohere("too many tokens: total number of tokens in the prompt cannot exceed 4081"),
                        "context_length"));
    }

    static Stream<Arguments> zai() {
        return Stream.of(
                arguments(ZAI, 401, zai("1002", "Authorization Token is invalid"), "credential_rejected"),
                arguments(ZAI, 429, zai("1112", "Your account has been locked"), "credential_rejected"),
                arguments(ZAI, 429, zai("1113", "Your account is in arrears, please recharge"), "quota_exhausted"),
                arguments(
                        ZAI, 429, zai("1304", "The daily call limit for this API has been reached"), "quota_exhausted"),
                arguments(ZAI, 429, zai("1302", "High concurrency usage of this API"), "rate_limited"),
                arguments(ZAI, 400, zai("1211", "The model does not exist"), "permission.model_not_found"),
                arguments(ZAI, 400, zai("1261", "Prompt exceeds max length"), "context_length"),
                arguments(ZAI, 400, zai("1301", "Unsafe or sensitive content"), "moderated"),
                arguments(ZAI, 400, zai("1210", "Incorrect API call parameters"), "invalid_request"));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments(AI21, 401, "{\"detail\":\"Unauthorized\"}", "credential_rejected"),
                arguments(AI21, 429, "{\"detail\":\"Too many requests\"}", "rate_limited"),
                arguments(AI21, 422, "{\"detail\":[{\"msg\":\"field required\"}]}", "invalid_request"),
                arguments(
                        STEPFUN,
                        401,
                        error("Incorrect API key provided", "invalid_api_key", null),
                        "credential_rejected"),
                arguments(STEPFUN, 402, error("quota exceeded", "quota_exceeded", null), "quota_exhausted"),
                arguments(STEPFUN, 429, error("request limited", "rate_limit", null), "rate_limited"));
    }

    @Test
    void theDelayInAzuresTextIsTheKeys() {
        Outcome outcome = CLASSIFIER.classify(AZURE_OPENAI, 429, HeaderLookup.NONE, utf8(AZURE_LIMIT));

        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void theBareNumbersOfAzuresResetsAreNoDelay() {
        HeaderLookup headers = Map.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "7")::get;

        Outcome outcome = CLASSIFIER.classify(AZURE_OPENAI, 429, headers, utf8(azure("429", "Rate limit")));

        assertThat(outcome.retryAfter()).isNull();
    }

    @Test
    void mistralsMessageWithinAMessageIsFound() {
        String body =
                "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"n\"],\"msg\":\"Extra inputs are not permitted\",\"input\":true}]},\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}";

        Outcome outcome = classify(MISTRAL, 422, body);

        assertThat(outcome.text()).isEqualTo("invalid_request");
        assertThat(outcome.error())
                .isEqualTo(new ProviderError("Extra inputs are not permitted", "invalid_request_error", null, null));
    }

    private static String azure(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }

    private static String xai(String code, String error) {
        return "{\"code\":\"" + code + "\",\"error\":\"" + error + "\"}";
    }

    private static String mistral(String message, String type, String code) {
        return "{\"object\":\"error\",\"message\":\"" + message + "\",\"type\":\"" + type
                + "\",\"param\":null,\"code\":\"" + code + "\"}";
    }

    private static String cohere(String message) {
        return "{\"id\":\"4b1d5a\",\"message\":\"" + message + "\"}";
    }

    private static String zai(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }
}

package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.CLASSIFIER;
import static dev.byok.outcome.ErrorBodies.classify;
import static dev.byok.outcome.ErrorBodies.utf8;
import static dev.byok.provider.ProviderPreset.GEMINI_COMPAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byok.provider.ProviderPreset;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Google's errors, which come in an array where OpenAI's clients are served. */
class OutcomeAtGoogleTests {

    @ParameterizedTest
    @MethodSource("gemini")
    void classifiesByTheProvidersOwnRows(ProviderPreset preset, int status, String body, String expected) {
        Outcome outcome = classify(preset, status, body);

        assertThat(outcome.text()).isEqualTo(expected);
        assertThat(outcome.status()).isEqualTo(status);
    }

    static Stream<Arguments> gemini() {
        String reason = "[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"%s\"}]";
        return Stream.of(
                arguments(
                        GEMINI_COMPAT,
                        400,
                        google(400, "Please pass a valid key", "INVALID_ARGUMENT", reason.formatted("API_KEY_INVALID")),
                        "credential_rejected"),
                arguments(
                        GEMINI_COMPAT,
                        400,
                        google(400, "API key expired. Please renew the API key.", "INVALID_ARGUMENT", "[]"),
                        "credential_rejected"),
                arguments(
                        GEMINI_COMPAT,
                        401,
                        google(401, "x", "UNAUTHENTICATED", reason.formatted("ACCESS_TOKEN_TYPE_UNSUPPORTED")),
                        "credential_rejected"),
                arguments(
                        GEMINI_COMPAT,
                        403,
                        google(403, "x", "PERMISSION_DENIED", reason.formatted("SERVICE_DISABLED")),
                        "credential_rejected"),
                arguments(
                        GEMINI_COMPAT,
                        403,
                        google(403, "x", "PERMISSION_DENIED", reason.formatted("CONSUMER_SUSPENDED")),
                        "credential_rejected"),
                arguments(
                        GEMINI_COMPAT,
                        403,
                        google(403, "Your API key was reported as leaked.", "PERMISSION_DENIED", "[]"),
                        "credential_rejected"),
                arguments(GEMINI_COMPAT, 403, google(403, "You may not", "PERMISSION_DENIED", "[]"), "permission"),
                arguments(
                        GEMINI_COMPAT,
                        400,
                        google(400, "User location is not supported for the API use.", "FAILED_PRECONDITION", "[]"),
                        "permission"),
                arguments(
                        GEMINI_COMPAT,
                        404,
                        google(404, "models/x is not found for API version v1main", "NOT_FOUND", "[]"),
                        "permission.model_not_found"),
                arguments(
                        GEMINI_COMPAT,
                        400,
                        google(
                                400,
                                "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
                                "INVALID_ARGUMENT",
                                "[]"),
                        "context_length"),
                arguments(GEMINI_COMPAT, 402, google(402, "x", "RESOURCE_EXHAUSTED", "[]"), "quota_exhausted"),
                arguments(
                        GEMINI_COMPAT,
                        429,
                        google(
                                429,
                                "You exceeded your current quota",
                                "RESOURCE_EXHAUSTED",
                                quotas("PerMinute", "PerDay")),
                        "quota_exhausted.daily"),
                arguments(
                        GEMINI_COMPAT,
                        429,
                        "{\"error\":{\"code\":\"quota_exceeded\",\"message\":\"x\"}}",
                        "quota_exhausted.daily"),
                arguments(
                        GEMINI_COMPAT,
                        429,
                        google(429, "You exceeded your current quota", "RESOURCE_EXHAUSTED", quotas("PerMinute")),
                        "rate_limited"),
                arguments(
                        GEMINI_COMPAT, 503, google(503, "The model is overloaded.", "UNAVAILABLE", "[]"), "overloaded"),
                arguments(GEMINI_COMPAT, 500, google(500, "x", "INTERNAL", "[]"), "overloaded.server_error"),
                arguments(GEMINI_COMPAT, 504, google(504, "x", "DEADLINE_EXCEEDED", "[]"), "overloaded.timeout"),
                arguments(GEMINI_COMPAT, 499, google(499, "x", "CANCELLED", "[]"), "overloaded.server_error"));
    }

    @Test
    void aQuotaOfGooglesDayLastsUntilMidnightInCalifornia() {
        String body = google(429, "x", "RESOURCE_EXHAUSTED", quotas("PerDay"));

        Outcome outcome = CLASSIFIER.classify(GEMINI_COMPAT, 429, HeaderLookup.NONE, utf8(body));

        assertThat(outcome.retryAfter()).as("10:00 UTC is 02:00 there").isEqualTo(Duration.ofHours(22));
    }

    @Test
    void googlesRetryInfoIsTheDelayOfALimit() {
        String body = google(
                429,
                "x",
                "RESOURCE_EXHAUSTED",
                "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}]");

        Outcome outcome = CLASSIFIER.classify(GEMINI_COMPAT, 429, HeaderLookup.NONE, utf8("[" + body + "]"));

        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofMillis(34_400));
    }

    private static String google(int code, String message, String status, String details) {
        return "[{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\",\"status\":\"" + status
                + "\",\"details\":" + details + "}}]";
    }

    private static String quotas(String... windows) {
        StringBuilder violations = new StringBuilder();
        for (String window : windows) {
            violations
                    .append(violations.isEmpty() ? "" : ",")
                    .append("{\"quotaId\":\"GenerateRequests" + window + "PerProjectPerModel-FreeTier\"}");
        }
        return "[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[" + violations + "]}]";
    }
}

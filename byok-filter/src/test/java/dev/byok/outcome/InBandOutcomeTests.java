package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.CLASSIFIER;
import static dev.byok.outcome.ErrorBodies.NO_MODEL;
import static dev.byok.outcome.ErrorBodies.TOO_LONG;
import static dev.byok.outcome.ErrorBodies.error;
import static dev.byok.outcome.ErrorBodies.utf8;
import static dev.byok.provider.ProviderPreset.COMPATIBLE;
import static dev.byok.provider.ProviderPreset.GROQ;
import static dev.byok.provider.ProviderPreset.OPENAI;
import static dev.byok.provider.ProviderPreset.OPENROUTER;
import static dev.byok.provider.ProviderPreset.VLLM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byok.provider.ProviderPreset;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InBandOutcomeTests {

    @ParameterizedTest
    @MethodSource
    void classifiesAnErrorInside200AsTheStatusItStandsFor(ProviderPreset preset, String json, String expected) {
        assertThat(CLASSIFIER.classifyInBand(preset, utf8(json)).text()).isEqualTo(expected);
    }

    static Stream<Arguments> classifiesAnErrorInside200AsTheStatusItStandsFor() {
        return Stream.of(
                arguments(
                        OPENAI,
                        "{\"type\":\"error\",\"sequence_number\":2,\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\",\"message\":\"You exceeded\",\"param\":null}}",
                        "quota_exhausted"),
                arguments(
                        OPENAI,
                        "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down\",\"param\":null,\"sequence_number\":1}",
                        "rate_limited"),
                arguments(
                        OPENAI,
                        "{\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\",\"error\":{\"code\":\"server_error\",\"message\":\"Broke\"}}}",
                        "overloaded.server_error"),
                arguments(OPENAI, error("The server had an error", "server_error", null), "overloaded.server_error"),
                arguments(OPENAI, TOO_LONG, "context_length"),
                arguments(OPENAI, error("Bad key", "invalid_request_error", "invalid_api_key"), "credential_rejected"),
                arguments(OPENAI, NO_MODEL, "permission.model_not_found"),
                arguments(OPENAI, error("Bad field", "invalid_request_error", null), "invalid_request"),
                arguments(
                        OPENROUTER,
                        "{\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":502,\"message\":\"Provider disconnected\"}}",
                        "overloaded"),
                arguments(
                        OPENROUTER,
                        "{\"error\":{\"code\":\"server_error\",\"message\":\"Provider disconnected\"}}",
                        "overloaded.server_error"),
                arguments(
                        OPENROUTER,
                        "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
                        "quota_exhausted"),
                arguments(
                        VLLM,
                        "{\"error\":{\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}",
                        "invalid_request"),
                arguments(GROQ, error("Failed", "invalid_request_error", "tool_use_failed"), "overloaded.server_error"),
                arguments(COMPATIBLE, error("Overloaded", "overloaded_error", null), "overloaded"),
                arguments(COMPATIBLE, "{\"error\":{\"message\":\"Rate limit exceeded, please wait\"}}", "rate_limited"),
                arguments(COMPATIBLE, "{\"error\":\"prompt is too long: 9 tokens > 8 maximum\"}", "context_length"),
                arguments(COMPATIBLE, "{\"error\":{\"code\":200,\"message\":\"hm\"}}", "overloaded.in_band"),
                arguments(COMPATIBLE, "{\"error\":{\"code\":\"weird\",\"message\":\"hm\"}}", "overloaded.in_band"),
                arguments(COMPATIBLE, "{\"error\":true}", "overloaded.in_band"),
                arguments(COMPATIBLE, "{\"error\":{}}", "overloaded.in_band"));
    }

    @Test
    void readsTheDelayOutOfAnErrorInside200() {
        String json = error("Rate limit reached. Please try again in 1.5s.", "requests", "rate_limit_exceeded");

        assertThat(CLASSIFIER.classifyInBand(OPENAI, utf8(json)).retryAfter()).isEqualTo(Duration.ofMillis(1500));
    }
}

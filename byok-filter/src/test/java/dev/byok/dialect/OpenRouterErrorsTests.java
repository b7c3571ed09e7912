package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenRouterErrorsTests {

    @Test
    void tellsTheStatusAsCodeAndOurCodeInTheMetadata() {
        ApiError error = new ApiError(
                404,
                "no such model",
                "invalid_request_error",
                "model_not_found",
                "model",
                Map.of("generation_id", "gen-1"),
                Map.of("code", "model_not_found"));

        assertThat(new String(OpenRouterErrors.errorBody(error), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"error\":{\"code\":404,\"message\":\"no such model\",\"metadata\":{"
                                + "\"error_type\":\"not_found\",\"code\":\"model_not_found\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"model\",\"generation_id\":\"gen-1\"},\"availability\":{\"code\":\"model_not_found\"}}}");
    }

    @Test
    void endsAStreamWithAChunk() {
        ByteBuf chunk = OpenRouterErrors.chunk(
                ApiError.of(502, "it broke", "upstream_error", "upstream_error"), "gen-1", 1700000000, "openai/gpt");

        assertThat(chunk.toString(StandardCharsets.UTF_8))
                .isEqualTo("data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                        + "\"model\":\"openai/gpt\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                        + "\"finish_reason\":\"error\"}],\"error\":{\"code\":502,\"message\":\"it broke\",\"metadata\":{"
                        + "\"error_type\":\"provider_unavailable\",\"code\":\"upstream_error\","
                        + "\"type\":\"upstream_error\"}}}\n\n");
        chunk.release();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_body, invalid_request",
        "400, context_length_exceeded, context_length_exceeded",
        "400, content_filter, content_policy_violation",
        "401, invalid_api_key, authentication",
        "402, credits, payment_required",
        "403, no_eligible_route, permission_denied",
        "404, no_endpoints, not_found",
        "405, method_not_allowed, invalid_request",
        "408, body_timeout, timeout",
        "409, idempotency_outcome_unknown, invalid_request",
        "412, any, precondition_failed",
        "413, body_too_large, payload_too_large",
        "422, idempotency_key_reused, unprocessable",
        "429, insufficient_quota, rate_limit_exceeded",
        "500, internal_error, server",
        "502, upstream_credentials, provider_unavailable",
        "502, route_misconfigured, server",
        "503, overloaded, provider_overloaded",
        "503, policy_not_loaded, server",
        "504, upstream_timeout, timeout",
        "418, any, unmapped"
    })
    void saysOpenRoutersWord(int status, String code, String word) {
        byte[] body = OpenRouterErrors.errorBody(ApiError.of(status, "message", "type", code));

        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"error_type\":\"" + word + "\"");
    }
}

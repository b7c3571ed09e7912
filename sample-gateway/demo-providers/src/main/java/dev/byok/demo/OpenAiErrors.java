package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Refusals in the words and shapes of OpenAI's API. */
final class OpenAiErrors {

    private static final String INVALID_REQUEST = "invalid_request_error";

    private OpenAiErrors() {}

    /** Returns the refusal that belongs to a behaviour that does not answer. */
    static ResponseDefinitionBuilder of(Behaviour behaviour) {
        return switch (behaviour) {
            case RATE_LIMITED -> rateLimited();
            case OUT_OF_QUOTA ->
                error(
                        429,
                        "You exceeded your current quota, please check your plan and billing details. For more information"
                                + " on this error, read the docs:"
                                + " https://platform.openai.com/docs/guides/error-codes/api-errors.",
                        "insufficient_quota",
                        "insufficient_quota");
            case FAILING ->
                error(
                        500,
                        "The server had an error while processing your request. Sorry about that!",
                        "server_error",
                        null);
            case OVERLOADED ->
                error(503, "The server is currently overloaded. Please try again later.", "server_error", null);
            case REJECTED, HEALTHY, SLOW ->
                throw new IllegalArgumentException(behaviour + " has no refusal of its own");
        };
    }

    /** Returns the refusal of a key; as the real one does, it shows the key's ends. */
    static ResponseDefinitionBuilder rejected(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return error(
                    401,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using"
                            + " Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
                    INVALID_REQUEST,
                    null);
        }
        String token = authorization.replaceFirst("^Bearer ", "");
        return error(
                401,
                "Incorrect API key provided: " + masked(token)
                        + ". You can find your API key at https://platform.openai.com/account/api-keys.",
                INVALID_REQUEST,
                "invalid_api_key");
    }

    static ResponseDefinitionBuilder unknownUrl(String method, String path) {
        return error(404, "Invalid URL (" + method + " " + path + ")", INVALID_REQUEST, null);
    }

    static ResponseDefinitionBuilder notJson() {
        return error(400, "We could not parse the JSON body of your request.", INVALID_REQUEST, null);
    }

    static ResponseDefinitionBuilder missing(String parameter) {
        return error(
                400, "Missing required parameter: '" + parameter + "'.", INVALID_REQUEST, "missing_required_parameter");
    }

    private static ResponseDefinitionBuilder rateLimited() {
        return error(
                        429,
                        "Rate limit reached on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in"
                                + " 20s.",
                        "requests",
                        "rate_limit_exceeded")
                .withHeader("retry-after", "20")
                .withHeader("x-ratelimit-limit-requests", "3")
                .withHeader("x-ratelimit-remaining-requests", "0")
                .withHeader("x-ratelimit-reset-requests", "20s");
    }

    private static ResponseDefinitionBuilder error(int status, String message, String type, @Nullable String code) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        return aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/json; charset=utf-8")
                .withBody(body.toPrettyString());
    }

    private static String masked(String token) {
        return token.length() < 16
                ? "*".repeat(token.length())
                : token.substring(0, 8) + "*".repeat(token.length() - 12) + token.substring(token.length() - 4);
    }
}

package dev.byok.e2e;

import dev.byok.e2e.ProviderScript.Events;
import dev.byok.e2e.ProviderScript.Refusal;
import java.util.List;

/** The vendors, each in the shapes that its documentation gives or that have been recorded. */
final class ProviderScripts {

    private static final String SSE = "text/event-stream";
    private static final String USAGE = "{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}";
    private static final String ROLE = event("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]");
    private static final String HELLO = event("[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]");
    private static final String THERE = event("[{\"index\":0,\"delta\":{\"content\":\" there\"}}]");
    private static final String TEXT = ROLE + HELLO + THERE;
    private static final String STOP = event("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]");
    private static final String USAGE_ALONE = event("[],\"usage\":" + USAGE);

    private ProviderScripts() {}

    static List<ProviderScript> all() {
        return List.of(
                azure("azure-v1", "/openai/v1", "", "/openai/v1/chat/completions"),
                azure(
                        "azure-classic",
                        "/openai",
                        "deployments: [the-model], api-version: \"2024-10-21\"",
                        "/openai/deployments/the-model/chat/completions?api-version=2024-10-21"),
                bearer(
                        "xai",
                        "/v1",
                        apart(SSE, TEXT),
                        refusal(429, xai("Too many requests", "Too many requests for team")),
                        refusal(
                                400,
                                xai("Client specified an invalid argument", "Incorrect API key provided: xa***ey.")),
                        refusal(
                                400,
                                xai(
                                        "Client specified an invalid argument",
                                        "This model's maximum prompt length is 8 but the request contains 9 tokens."))),
                bearer(
                        "mistral",
                        "/v1",
                        same(SSE, TEXT + last("stop", USAGE) + Answers.DONE),
                        new Refusal(
                                429,
                                "{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"type\":\"rate_limited\",\"param\":null,\"code\":\"1300\"}",
                                "x-ratelimit-remaining-tokens-minute",
                                "0"),
                        refusal(401, "{\"message\":\"Unauthorized\",\"request_id\":\"r\"}"),
                        refusal(
                                400,
                                "{\"object\":\"error\",\"message\":\"Prompt contains 9 tokens, too large for model with 8 maximum context length\",\"type\":\"invalid_request_prompt\",\"param\":null,\"code\":\"3051\"}")),
                bearer(
                        "together",
                        "/v1",
                        same(SSE + ";charset=utf-8", TEXT + last("eos", USAGE) + Answers.DONE),
                        new Refusal(429, error("Rate limited", "rate_limit"), "x-ratelimit-reset", "2"),
                        refusal(401, error("Invalid API key provided", "invalid_request_error")),
                        refusal(
                                403,
                                error(
                                        "input token count + max_tokens must be less than the context length",
                                        "invalid_request_error"))),
                bearer(
                        "deepseek",
                        "",
                        same(
                                SSE + "; charset=utf-8",
                                ": keep-alive\n\n" + TEXT + ": keep-alive\n\n" + last("stop", USAGE) + Answers.DONE),
                        refusal(429, error("Rate limit reached", "rate_limit")),
                        refusal(401, error("Authentication Fails", "authentication_error")),
                        refusal(
                                400,
                                error("This model's maximum context length is 8 tokens.", "invalid_request_error"))),
                bearer(
                        "fireworks",
                        "/inference/v1",
                        same(SSE, TEXT + last("stop", USAGE) + Answers.DONE),
                        new Refusal(429, error("Too many requests", "error"), "x-ratelimit-over-limit", "yes"),
                        refusal(401, error("unauthorized", "unauthorized")),
                        refusal(
                                400,
                                error(
                                        "The prompt is too long: 9, model maximum context length: 8",
                                        "invalid_request_error"))),
                bearer(
                        "cohere-compat",
                        "/compatibility/v1",
                        apart(SSE, TEXT),
                        refusal(
                                429,
                                "{\"id\":\"1\",\"message\":\"You are using a Trial key, which is limited to 10 API calls / minute.\"}"),
                        refusal(401, "{\"id\":\"1\",\"message\":\"invalid api token\"}"),
                        refusal(
                                400,
                                "{\"id\":\"1\",\"message\":\"too many tokens: total number of tokens in the prompt cannot exceed 8\"}")),
                bearer("gemini-compat", "/v1beta/openai", gemini(), geminiLimit(), geminiRejection(), geminiTooLong()),
                bearer(
                        "ai21",
                        "/studio/v1",
                        same(SSE, TEXT + last("stop", USAGE) + Answers.DONE),
                        refusal(429, "{\"detail\":\"Too many requests\"}"),
                        refusal(401, "{\"detail\":\"Forbidden: Bad or missing API token.\"}"),
                        refusal(400, "{\"detail\":\"This model's maximum context length is 8 tokens\"}")),
                bearer(
                        "zai",
                        "/api/paas/v4",
                        same(
                                SSE + ";charset=UTF-8",
                                event("[{\"index\":0,\"delta\":{\"reasoning_content\":\"Hm\"}}]")
                                        + TEXT
                                        + last("stop", USAGE)
                                        + Answers.DONE),
                        refusal(429, zai("1302", "High concurrency usage of this API")),
                        refusal(401, zai("1002", "Invalid Authentication Token")),
                        refusal(400, zai("1261", "Prompt exceeds max length"))),
                bearer(
                        "stepfun",
                        "/v1",
                        new Events(SSE, TEXT + last("stop", USAGE), TEXT + last("stop", USAGE) + Answers.DONE),
                        refusal(429, error("request limited", "rate_limit")),
                        refusal(401, error("Incorrect API key provided", "invalid_api_key")),
                        refusal(
                                400,
                                error("This model's maximum context length is 8 tokens", "invalid_request_error"))));
    }

    private static ProviderScript azure(String name, String basePath, String options, String requestPath) {
        String filter = "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{}}]}\n\n";
        return new ProviderScript(
                name,
                "azure-openai",
                basePath,
                options,
                requestPath,
                "api-key",
                apart(SSE + "; charset=utf-8", filter + TEXT),
                new Refusal(
                        429,
                        "{\"error\":{\"code\":\"429\",\"message\":\"Requests have exceeded token rate limit. Please retry after 6 seconds.\"}}",
                        "retry-after-ms",
                        "6000"),
                refusal(
                        401,
                        "{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid subscription key or wrong API endpoint.\"}}"),
                refusal(
                        400,
                        Answers.error(
                                "This model's maximum context length is 8 tokens.",
                                "invalid_request_error",
                                "context_length_exceeded")));
    }

    private static ProviderScript bearer(
            String preset, String basePath, Events events, Refusal limit, Refusal rejection, Refusal tooLong) {
        return new ProviderScript(
                preset,
                preset,
                basePath,
                "",
                basePath + "/chat/completions",
                "authorization",
                events,
                limit,
                rejection,
                tooLong);
    }

    /** CRLF, usage in every chunk, no terminator, errors in an array. */
    private static Events gemini() {
        String wire = (event("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hello\"}}],\"usage\":"
                                + USAGE)
                        + event("[{\"index\":0,\"delta\":{\"content\":\" there\"}}],\"usage\":" + USAGE)
                        + last("stop", USAGE))
                .replace("\n", "\r\n");
        return new Events(SSE, wire, wire + Answers.DONE);
    }

    private static Refusal geminiLimit() {
        return refusal(
                429,
                google(
                        429,
                        "You exceeded your current quota",
                        "RESOURCE_EXHAUSTED",
                        "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}"));
    }

    private static Refusal geminiRejection() {
        return refusal(
                400,
                google(
                        400,
                        "API key not valid. Please pass a valid API key.",
                        "INVALID_ARGUMENT",
                        "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}"));
    }

    private static Refusal geminiTooLong() {
        return refusal(
                400,
                google(
                        400,
                        "The input token count (9) exceeds the maximum number of tokens allowed (8).",
                        "INVALID_ARGUMENT",
                        "{}"));
    }

    private static Events same(String contentType, String wire) {
        return new Events(contentType, wire, wire);
    }

    /** Usage in an event of its own, which the caller has not asked for. */
    private static Events apart(String contentType, String text) {
        return new Events(contentType, text + STOP + USAGE_ALONE + Answers.DONE, text + STOP + Answers.DONE);
    }

    private static String event(String choices) {
        return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + choices + "}\n\n";
    }

    private static String last(String finish, String usage) {
        return event(
                "[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"" + finish + "\"}],\"usage\":" + usage);
    }

    private static Refusal refusal(int status, String body) {
        return new Refusal(status, body);
    }

    private static String error(String message, String type) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":null}}";
    }

    private static String xai(String code, String error) {
        return "{\"code\":\"" + code + "\",\"error\":\"" + error + "\"}";
    }

    private static String zai(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }

    private static String google(int code, String message, String status, String detail) {
        return "[{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\",\"status\":\"" + status
                + "\",\"details\":[" + detail + "]}}]";
    }
}

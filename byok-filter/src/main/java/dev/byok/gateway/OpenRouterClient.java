package dev.byok.gateway;

import org.springframework.http.HttpHeaders;

/** Tells clients that were written for OpenRouter from all others. */
final class OpenRouterClient {

    private static final String NAME = "openrouter";
    private static final String OPENAI = "OpenAI";
    private static final String HEADERS = "x-openrouter-";

    private OpenRouterClient() {}

    /** Returns whether a request's {@code User-Agent} names it, as those of OpenRouter's SDKs do. */
    static boolean isNamed(HttpHeaders headers) {
        String agent = headers.getFirst(HttpHeaders.USER_AGENT);
        return agent != null && agent.contains(NAME);
    }

    /**
     * Returns whether a request comes from a client that expects OpenRouter's errors: one that {@link #isNamed}, or that
     * sends any {@code X-OpenRouter-*} header and is no SDK of OpenAI's, whose errors are typed otherwise.
     */
    static boolean readsErrorsOf(HttpHeaders headers) {
        if (isNamed(headers)) {
            return true;
        }
        String agent = headers.getFirst(HttpHeaders.USER_AGENT);
        return (agent == null || !agent.contains(OPENAI))
                && headers.headerNames().stream()
                        .anyMatch(name -> name.regionMatches(true, 0, HEADERS, 0, HEADERS.length()));
    }
}

package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.dialect.OpenAiErrors;
import dev.byok.dialect.OpenRouterErrors;
import io.netty.buffer.ByteBuf;
import org.springframework.http.HttpHeaders;

/**
 * In whose shape a caller reads errors. No shape is right for all: OpenAI's clients read {@code error.code} as a string,
 * OpenRouter's as a number.
 */
enum ErrorShape {
    OPENAI,
    OPENROUTER;

    static ErrorShape of(HttpHeaders requestHeaders) {
        return OpenRouterClient.readsErrorsOf(requestHeaders) ? OPENROUTER : OPENAI;
    }

    /** Returns the JSON body of an answer. */
    byte[] body(ApiError error) {
        return this == OPENROUTER ? OpenRouterErrors.errorBody(error) : OpenAiErrors.errorBody(error);
    }

    /**
     * Returns an event that ends a stream which has begun.
     *
     * @return a direct buffer, owned by the caller
     */
    ByteBuf event(ApiError error, ByokExchange call) {
        if (this == OPENAI) {
            return OpenAiErrors.errorEvent(error);
        }
        return call.operation() == ApiOperation.CHAT_COMPLETIONS
                ? OpenRouterErrors.chunk(
                        error,
                        call.generation().id(),
                        call.generation().startedAt().getEpochSecond(),
                        call.facts().model())
                : OpenRouterErrors.errorEvent(error);
    }
}

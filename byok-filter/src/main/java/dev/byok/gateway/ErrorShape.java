package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.dialect.OpenAiErrors;
import dev.byok.dialect.OpenRouterErrors;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * In whose shape a caller reads errors. No shape is right for all: OpenAI's clients read {@code error.code} as a string,
 * OpenRouter's as a number, Anthropic's look for {@code error.type}.
 */
enum ErrorShape {
    OPENAI,
    OPENROUTER,
    ANTHROPIC;

    /** @param operation what is asked for; null where that is not known */
    static ErrorShape of(@Nullable ApiOperation operation, HttpHeaders requestHeaders) {
        if (InboundDialects.of(operation) != null) {
            return ANTHROPIC;
        }
        return OpenRouterClient.readsErrorsOf(requestHeaders) ? OPENROUTER : OPENAI;
    }

    /**
     * Returns the JSON body of an answer.
     *
     * @param id the request's
     */
    byte[] body(ApiError error, String id) {
        return switch (this) {
            case OPENAI -> OpenAiErrors.errorBody(error);
            case OPENROUTER -> OpenRouterErrors.errorBody(error);
            case ANTHROPIC -> InboundDialects.ANTHROPIC_MESSAGES.errorBody(error, id);
        };
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
        if (this == ANTHROPIC) {
            return InboundDialects.ANTHROPIC_MESSAGES.errorEvent(
                    error, call.generation().id());
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

package dev.byok.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Writes an answer of our own in two steps: status and headers as soon as it is known, so that the host's filters see them,
 * and the body once they are done.
 */
final class LocalAnswerWriter {

    private LocalAnswerWriter() {}

    static void announce(LocalAnswer answer, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setContentLength(answer.body().length);
        Duration retryAfter = answer.retryAfter();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, (retryAfter.toMillis() + 999) / 1000)));
        }
        if (answer.retryPointless()) {
            headers.set("x-should-retry", "false");
        }
        if (answer.closeConnection()) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
    }

    /** Writes the body, unless there is none of ours or somebody else has answered. */
    static Mono<Void> write(@Nullable LocalAnswer answer, ServerHttpResponse response) {
        if (answer == null || response.isCommitted()) {
            return Mono.empty();
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
    }
}

package dev.byok.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Writes an answer of our own in two steps: status and headers as soon as it is known, so that the host's filters see them,
 * and the body once they are done.
 */
final class LocalAnswerWriter {

    private static final Duration LONGEST_UNREAD = Duration.ofSeconds(5);

    private LocalAnswerWriter() {}

    static void announce(LocalAnswer answer, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setContentLength(answer.body().length);
        Duration retryAfter = answer.retryAfter();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(LocalAnswer.seconds(retryAfter)));
        }
        if (answer.retryPointless()) {
            headers.set("x-should-retry", "false");
        }
        if (answer.closeConnection()) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
    }

    /**
     * As {@link #write}, for a request whose body nobody has read: what comes of it is thrown away beside the writing. The
     * transport loses a connection where a body arrives just when its answer has ended, and the next request on it would
     * wait for ever.
     */
    static Mono<Void> writeUnread(@Nullable LocalAnswer answer, ServerWebExchange exchange) {
        // Whoever asks first whether to send a body sends none after a refusal; reading would tell him to go on.
        boolean waits = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.EXPECT);
        if (answer == null || answer.closeConnection() || waits) {
            return write(answer, exchange.getResponse());
        }
        Mono<Void> body = exchange.getRequest()
                .getBody()
                .doOnNext(DataBufferUtils::release)
                .then()
                .timeout(LONGEST_UNREAD, Mono.empty())
                .onErrorComplete();
        return Mono.when(body, write(answer, exchange.getResponse()));
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

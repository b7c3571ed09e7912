package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR;

import dev.byok.idempotency.StoredAnswer;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives an answer that was given before once more. */
final class Replay {

    /** Tells it from the first answer. */
    static final String HEADER = "x-byok-idempotent-replay";

    private Replay() {}

    /** Returns an answer as it can be kept: what of its headers is about its caller's browser stays behind. */
    static StoredAnswer stored(
            int status, DetachedExchange exchange, byte[] body, boolean upstreams, String generation) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getResponse().changes().forEach((name, values) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith("access-control-")) {
                headers.put(name, values);
            }
        });
        String type = upstreams
                ? String.valueOf(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
                : null;
        return new StoredAnswer(status, headers, body, type, generation);
    }

    /** Puts it in the exchange, its body for the host's writer or for ours. */
    static void present(StoredAnswer answer, ByokExchange call, ServerWebExchange exchange) {
        call.replays(answer);
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return;
        }
        HttpHeaders headers = response.getHeaders();
        answer.headers().forEach(headers::put);
        headers.set(HEADER, "true");
        if (headers.containsHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            headers.add(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ReceiptHeaders.EXPOSED + ", " + HEADER);
        }
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        String type = answer.contentType();
        if (type == null) {
            call.answerWith(new LocalAnswer(answer.status(), answer.body(), null, null, false, false));
            return;
        }
        if (!call.streaming()) {
            headers.setContentLength(answer.body().length);
        }
        exchange.getAttributes().put(ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, type);
        exchange.getAttributes()
                .put(
                        CLIENT_RESPONSE_CONN_ATTR,
                        new RecordedConnection(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(answer.body()))));
    }
}

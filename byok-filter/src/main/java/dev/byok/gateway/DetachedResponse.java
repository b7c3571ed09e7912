package dev.byok.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;

/**
 * The caller's response for attempts that may outlive it. Nothing done to it reaches the caller before {@link #handOver},
 * unless a filter of the host's writes an answer of its own.
 */
final class DetachedResponse extends ServerHttpResponseDecorator {

    private final FewHeaders before;
    private final FewHeaders own;
    private final HttpHeaders headers;
    private @Nullable HttpStatusCode status;
    private volatile boolean written;

    /**
     * @param before the headers that the response has
     */
    DetachedResponse(ServerHttpResponse response, FewHeaders before) {
        super(response);
        this.before = before;
        this.own = new FewHeaders(before);
        this.headers = new HttpHeaders(own);
    }

    /** Makes status and headers the caller's, if it still takes any. */
    void handOver() {
        ServerHttpResponse caller = getDelegate();
        if (!caller.isCommitted()) {
            own.writeChanges(before, caller.getHeaders());
            if (status != null) {
                caller.setStatusCode(status);
            }
        }
    }

    /** Returns the headers that were not there before. */
    Map<String, List<String>> changes() {
        Map<String, List<String>> changes = new LinkedHashMap<>();
        own.forEach((name, values) -> {
            if (values != before.get(name)) {
                changes.put(name, values);
            }
        });
        return changes;
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public @Nullable HttpStatusCode getStatusCode() {
        return status == null ? super.getStatusCode() : status;
    }

    @Override
    public boolean setStatusCode(@Nullable HttpStatusCode status) {
        this.status = status;
        // The host sets a status that has no name past all decorators; taken back, it goes there too.
        return status != null || getDelegate().isCommitted() || super.setStatusCode(null);
    }

    @Override
    public boolean setRawStatusCode(@Nullable Integer value) {
        return setStatusCode(value == null ? null : HttpStatusCode.valueOf(value));
    }

    /** The caller may have another answer by now: that is no reason to leave this one. */
    @Override
    public boolean isCommitted() {
        return written;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return Mono.defer(() -> {
            write();
            return super.writeWith(body);
        });
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return Mono.defer(() -> {
            write();
            return super.writeAndFlushWith(body);
        });
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> {
            write();
            return super.setComplete();
        });
    }

    private void write() {
        handOver();
        written = true;
    }
}

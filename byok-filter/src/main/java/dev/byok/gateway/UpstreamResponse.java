package dev.byok.gateway;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;

/**
 * The caller's response as one attempt sees it, whose status and headers are not the caller's yet: a filter of the host's
 * may answer in the attempt's place, and then they are.
 */
final class UpstreamResponse extends ServerHttpResponseDecorator {

    private final FewHeaders before;
    private final FewHeaders own;
    private final HttpHeaders headers;
    private @Nullable HttpStatusCode status;
    private volatile boolean handedOver;

    /**
     * @param before the headers that the response has
     */
    UpstreamResponse(ServerHttpResponse response, FewHeaders before) {
        super(response);
        this.before = before;
        this.own = new FewHeaders(before);
        this.headers = new HttpHeaders(own);
    }

    /** Makes status and headers the caller's, also what becomes of them from now on. */
    void handOver() {
        if (!handedOver && !isCommitted()) {
            own.writeChanges(before, getDelegate().getHeaders());
            if (status != null) {
                getDelegate().setStatusCode(status);
            }
            handedOver = true;
        }
    }

    @Override
    public HttpHeaders getHeaders() {
        return handedOver ? getDelegate().getHeaders() : headers;
    }

    @Override
    public @Nullable HttpStatusCode getStatusCode() {
        // The host sets a status that has no name past all decorators.
        return handedOver || status == null ? super.getStatusCode() : status;
    }

    @Override
    public boolean setStatusCode(@Nullable HttpStatusCode status) {
        if (handedOver || isCommitted()) {
            return super.setStatusCode(status);
        }
        this.status = status;
        return true;
    }

    @Override
    public boolean setRawStatusCode(@Nullable Integer value) {
        return setStatusCode(value == null ? null : HttpStatusCode.valueOf(value));
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return Mono.defer(() -> {
            handOver();
            return super.writeWith(body);
        });
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return Mono.defer(() -> {
            handOver();
            return super.writeAndFlushWith(body);
        });
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> {
            handOver();
            return super.setComplete();
        });
    }
}

package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes the upstream's body that the attempt loop has begun to read, in place of the one the host's writer would read: an
 * inbound has one subscriber only, and the host's is never subscribed.
 */
final class ByokResponse extends ServerHttpResponseDecorator {

    private final ServerWebExchange exchange;
    private final ByokExchange call;

    ByokResponse(ServerWebExchange exchange, ByokExchange call) {
        super(exchange.getResponse());
        this.exchange = exchange;
        this.call = call;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        UpstreamBody upstream = upstreamBody();
        return upstream == null ? super.writeWith(body) : write(upstream);
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        UpstreamBody upstream = upstreamBody();
        if (upstream != null) {
            return write(upstream);
        }
        boolean recorded = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR) instanceof RecordedConnection;
        // As one group too: between two of them nobody would notice that the caller leaves.
        return super.writeAndFlushWith(recorded ? Mono.just(Flux.concat(body)) : body);
    }

    /** Returns the body to write; null if a host's filter has put another answer in its place. */
    private @Nullable UpstreamBody upstreamBody() {
        return call.upstreamBodyOf(exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR));
    }

    private Mono<Void> write(UpstreamBody upstream) {
        ByteBuf whole = call.streaming() ? null : upstream.takeWhole();
        if (whole != null) {
            return super.writeWith(Mono.just(wrap(whole)));
        }
        Flux<DataBuffer> body = upstream.map(this::wrap);
        // One group, flushed whenever all there is has been written. Of a group for each event the transport asks for
        // some ahead, and loses one with its buffer where the caller leaves just then.
        return call.streaming() ? super.writeAndFlushWith(Mono.just(body)) : super.writeWith(body);
    }

    private DataBuffer wrap(ByteBuf bytes) {
        DataBufferFactory factory = bufferFactory();
        if (factory instanceof NettyDataBufferFactory netty) {
            return netty.wrap(bytes);
        }
        try {
            return factory.wrap(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
    }
}

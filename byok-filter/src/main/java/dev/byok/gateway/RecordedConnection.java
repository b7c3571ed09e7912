package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.local.LocalChannel;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyInbound;

/**
 * Stands where the host's response writer looks for an upstream's connection, and gives it an answer that comes from
 * elsewhere, so that the host's own filters meet it as they meet any other. Its buffers are on the heap and nobody's: the
 * writer retains each once more than it is released.
 */
final class RecordedConnection implements Connection, NettyInbound {

    /** Only its name is ever asked for. */
    private static final Channel NOWHERE = new LocalChannel();

    private final Publisher<ByteBuf> body;

    RecordedConnection(Publisher<ByteBuf> body) {
        this.body = body;
    }

    @Override
    public Channel channel() {
        return NOWHERE;
    }

    @Override
    public NettyInbound inbound() {
        return this;
    }

    @Override
    public ByteBufFlux receive() {
        return ByteBufFlux.fromInbound(body);
    }

    @Override
    public Flux<?> receiveObject() {
        return Flux.from(body);
    }

    @Override
    public NettyInbound withConnection(Consumer<? super Connection> withConnection) {
        withConnection.accept(this);
        return this;
    }

    /** There is nothing to close: whoever writes the body hears itself that nobody takes it any more. */
    @Override
    public void dispose() {}
}

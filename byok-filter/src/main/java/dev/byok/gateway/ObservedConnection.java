package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;

/**
 * The connection over which a provider answers, for the host's writer: it reads the same buffers at its own pace, and they
 * are listened to. Everything else is the connection's own.
 */
final class ObservedConnection implements Connection, NettyInbound {

    /** What becomes of an answer; never throws. */
    interface Listener {

        /** The answer's next bytes, which are their owner's and stay as they are. */
        void hear(ByteBuf piece);

        /** It is over, behind whoever read it. */
        void over(Ending ending);
    }

    private final Connection connection;
    private final Listener listener;
    private volatile boolean broken;

    ObservedConnection(Connection connection, Listener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public NettyInbound inbound() {
        return this;
    }

    @Override
    public ByteBufFlux receive() {
        ByteBufAllocator allocator = connection.channel().alloc();
        return ByteBufFlux.fromInbound(
                connection
                        .inbound()
                        .receive()
                        .doOnNext(listener::hear)
                        // The host's writer gives the connection up before it is over for us.
                        .doOnError(thrown -> broken = true)
                        .doFinally(signal -> listener.over(ending(signal))),
                allocator);
    }

    private static Ending ending(SignalType signal) {
        return switch (signal) {
            case ON_COMPLETE -> Ending.DONE;
            case CANCEL -> Ending.CANCELLED;
            default -> Ending.FAILED;
        };
    }

    @Override
    public Flux<?> receiveObject() {
        return connection.inbound().receiveObject();
    }

    @Override
    public NettyInbound withConnection(Consumer<? super Connection> withConnection) {
        connection.inbound().withConnection(withConnection);
        return this;
    }

    @Override
    public void dispose() {
        connection.dispose();
        listener.over(broken ? Ending.FAILED : Ending.CANCELLED);
    }

    @Override
    public <T extends Connection> @Nullable T as(Class<T> type) {
        return connection.as(type);
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public SocketAddress address() {
        return connection.address();
    }

    @Override
    public NettyOutbound outbound() {
        return connection.outbound();
    }

    @Override
    public boolean isPersistent() {
        return connection.isPersistent();
    }

    @Override
    public CoreSubscriber<Void> disposeSubscriber() {
        return connection.disposeSubscriber();
    }

    @Override
    public boolean isDisposed() {
        return connection.isDisposed();
    }

    @Override
    public Mono<Void> onDispose() {
        return connection.onDispose();
    }

    @Override
    public Connection onDispose(Disposable onDispose) {
        connection.onDispose(onDispose);
        return this;
    }

    @Override
    public Mono<Void> onTerminate() {
        return connection.onTerminate();
    }
}

package dev.byok.gateway;

import dev.byok.request.BodyCopy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** Lets a request's body pass, piece by piece as it comes, and copies it on the way; it is read when it has passed. */
final class ObservedRequest extends ServerHttpRequestDecorator {

    private final Observation observation;
    private final BodyCopy copy;

    ObservedRequest(ServerHttpRequest request, Observation observation, BodyCopy copy) {
        super(request);
        this.observation = observation;
        this.copy = copy;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return super.getBody()
                .doOnNext(this::copy)
                .doOnError(broken -> copy.close())
                .doOnCancel(() -> observation.bodyLeft(copy))
                .doOnComplete(observation::bodyEnded)
                // Behind the last piece: whoever sends it on does not wait for us.
                .doAfterTerminate(observation::readBody);
    }

    private static ByteBuf bytes(DataBuffer piece) {
        if (piece instanceof NettyDataBuffer netty) {
            return netty.getNativeBuffer();
        }
        ByteBuffer bytes = ByteBuffer.allocate(piece.readableByteCount());
        piece.toByteBuffer(bytes);
        return Unpooled.wrappedBuffer(bytes);
    }

    private void copy(DataBuffer piece) {
        try {
            copy.add(bytes(piece));
        } catch (RuntimeException | Error broken) {
            copy.close();
            observation.failed(broken);
        }
    }
}

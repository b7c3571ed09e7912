package dev.byok.gateway;

import dev.byok.request.BodyCopy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** Lets a request's body pass, piece by piece as it comes, and copies it on the way; it is read when it has passed. */
final class ObservedRequest extends ServerHttpRequestDecorator {

    private final ObservedCall observation;
    private final Supplier<BodyCopy> copies;
    private final long declared;

    /**
     * @param copies gives an empty one for each time the body is read: the transport may begin again
     */
    ObservedRequest(ServerHttpRequest request, ObservedCall observation, Supplier<BodyCopy> copies) {
        super(request);
        this.observation = observation;
        this.copies = copies;
        this.declared = request.getHeaders().getContentLength();
    }

    @Override
    public Flux<DataBuffer> getBody() {
        Flux<DataBuffer> body = super.getBody();
        return Flux.defer(() -> {
            BodyCopy copy = copies.get();
            observation.copyBody(copy, declared);
            return body.doOnNext(piece -> copy(piece, copy))
                    .doOnError(broken -> copy.close())
                    .doOnCancel(() -> observation.bodyLeft(copy))
                    .doOnComplete(observation::bodyEnded);
        });
    }

    private static ByteBuf bytes(DataBuffer piece) {
        if (piece instanceof NettyDataBuffer netty) {
            return netty.getNativeBuffer();
        }
        ByteBuffer bytes = ByteBuffer.allocate(piece.readableByteCount());
        piece.toByteBuffer(bytes);
        return Unpooled.wrappedBuffer(bytes);
    }

    private void copy(DataBuffer piece, BodyCopy copy) {
        try {
            copy.add(bytes(piece));
        } catch (RuntimeException | Error broken) {
            copy.close();
            observation.failed(broken);
        }
    }
}

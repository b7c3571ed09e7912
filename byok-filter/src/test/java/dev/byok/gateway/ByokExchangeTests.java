package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.ledger.Generation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

class ByokExchangeTests {

    private final ByokExchange call = new ByokExchange(Generation.begin(Instant.EPOCH));

    @Test
    void aBodyGivenUpWhileItIsBeingWrittenIsCancelledByTheTimeTheExchangeIsClosed() {
        ByteBuf chunk = Unpooled.wrappedBuffer(new byte[WholeAnswerReader.HELD + 1]);
        AtomicReference<BodyEnd> atClose = new AtomicReference<>();
        UpstreamBody body = new UpstreamBody(
                Flux.just(chunk).concatWith(Flux.never()), new WholeAnswerReader(), end -> null, call::ended);
        body.peek().block();
        call.answerWith(body, Connection.from(new EmbeddedChannel()));

        // The client's connection breaks at a write, which ends the request from within the body's own signal.
        body.subscribe(written -> {
            written.release();
            call.close();
            atClose.set(call.bodyEnd());
        });

        assertThat(atClose).hasValue(BodyEnd.CANCELLED);
        assertThat(chunk.refCnt()).isZero();
    }
}

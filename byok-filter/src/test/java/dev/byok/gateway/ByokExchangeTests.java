package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.byok.idempotency.Lease;
import dev.byok.ledger.Generation;
import dev.byok.request.BodyReader;
import dev.byok.request.BufferedBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

class ByokExchangeTests {

    private final ByokExchange call = new ByokExchange(Generation.begin(Instant.EPOCH), new HttpHeaders());

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

    @Test
    void whatItsBodyHoldsIsGivenBackAtTheEnd() {
        BufferedBytes all = new BufferedBytes(DataSize.ofBytes(100));
        ByteBuf body = Unpooled.wrappedBuffer(new byte[8]);

        declare(8, call.hold(all.share()));
        call.take(body);
        assertThat(all.used()).isEqualTo(8);
        call.close();
        call.close();

        assertThat(body.refCnt()).isZero();
        assertThat(all.used()).isZero();
    }

    @Test
    void aBodyThatIsReadAgainIsCountedOnceAndOneAfterTheEndNotAtAll() {
        BufferedBytes all = new BufferedBytes(DataSize.ofBytes(100));

        declare(8, call.hold(all.share()));
        declare(9, call.hold(all.share()));
        assertThat(all.used()).isEqualTo(9);
        call.close();
        declare(10, call.hold(all.share()));

        assertThat(all.used()).isZero();
    }

    @Test
    void isNoFirstRunOfItsKeyWhereItsBodyHasJustBeenLetGoOf() {
        ByteBuf body = Unpooled.wrappedBuffer(new byte[8]);
        call.take(body);
        body.release();

        assertThat(call.runsFirst(new FirstRun(call, mock(Lease.class))))
                .as("else its lease would be lost, and whoever has the same key would wait for ever")
                .isFalse();
    }

    private static void declare(int length, BufferedBytes.Share share) {
        MockServerHttpRequest request = MockServerHttpRequest.post("/")
                .header("Content-Type", "application/json")
                .contentLength(length)
                .body(Flux.never());
        new BodyReader()
                .read(request, DataSize.ofBytes(20), Duration.ofSeconds(30), share, body -> {})
                .subscribe()
                .dispose();
    }
}

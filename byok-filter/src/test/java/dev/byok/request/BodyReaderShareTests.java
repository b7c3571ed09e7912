package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** A body is part of all that may be held at once: by its declared length at once, else as it comes. */
class BodyReaderShareTests {

    private static final DataSize MAX = DataSize.ofBytes(20);

    private final BodyReader reader = new BodyReader();
    private final BufferedBytes all = new BufferedBytes(DataSize.ofBytes(30));
    private final BufferedBytes.Share share = all.share();
    private final NettyDataBufferFactory netty = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final List<ByteBuf> made = new ArrayList<>();

    @AfterEach
    void releasesEveryPieceExactlyOnce() {
        assertThat(made).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
    }

    @Test
    void aDeclaredLengthIsCountedBeforeTheBodyComes() {
        TestPublisher<DataBuffer> body = TestPublisher.create();

        StepVerifier.create(read(body.flux(), 9))
                .then(() -> assertThat(all.used()).isEqualTo(9))
                .then(() -> body.next(piece("{\"a\"")))
                .then(() -> assertThat(all.used()).isEqualTo(9))
                .then(() -> body.next(piece(":123}")).complete())
                .consumeNextWith(DataBufferUtils::release)
                .verifyComplete();

        assertThat(all.used()).as("until its owner closes the share").isEqualTo(9);
        share.close();
        assertThat(all.used()).isZero();
    }

    @Test
    void aBodyWithoutADeclaredLengthIsCountedAsItComes() {
        TestPublisher<DataBuffer> body = TestPublisher.create();

        StepVerifier.create(read(body.flux(), -1))
                .then(() -> assertThat(all.used()).isZero())
                .then(() -> body.next(piece("{\"a\"")))
                .then(() -> assertThat(all.used()).isEqualTo(4))
                .then(() -> body.next(piece(":123}")))
                .then(() -> assertThat(all.used()).isEqualTo(9))
                .then(body::complete)
                .consumeNextWith(DataBufferUtils::release)
                .verifyComplete();
    }

    @Test
    void aDeclaredLengthThatDoesNotFitIsRefusedUnread() {
        all.share().cover(25);
        TestPublisher<DataBuffer> body = TestPublisher.create();

        StepVerifier.create(read(body.flux(), 6)).verifyErrorSatisfies(BodyReaderShareTests::isBusy);

        body.assertWasNotSubscribed();
        assertThat(all.used()).isEqualTo(25);
    }

    @Test
    void aBodyThatComesIsRefusedOnceItDoesNotFit() {
        all.share().cover(25);
        TestPublisher<DataBuffer> body = TestPublisher.create();

        StepVerifier.create(read(body.flux(), -1))
                .then(() -> body.next(piece("{\"a\":")))
                .then(() -> body.next(piece("1")))
                .verifyErrorSatisfies(BodyReaderShareTests::isBusy);

        body.assertCancelled();
        share.close();
        assertThat(all.used()).isEqualTo(25);
    }

    @Test
    void aBodyLongerThanAnyMayBeIsRefusedAsSuch() {
        all.share().cover(25);

        StepVerifier.create(read(Flux.never(), 21)).verifyErrorSatisfies(error -> assertThat(error)
                .isInstanceOfSatisfying(BodyRefusedException.class, refused -> assertThat(refused.code())
                        .isEqualTo("body_too_large")));
    }

    @Test
    void aPieceAfterTheEndOfTheRequestIsNotCounted() {
        TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);

        StepVerifier.create(read(body.flux(), -1))
                .then(() -> body.next(piece("{")))
                .thenCancel()
                .verify();
        share.close();
        body.next(piece("}"));

        assertThat(all.used()).isZero();
    }

    private static void isBusy(Throwable error) {
        assertThat(error).isInstanceOfSatisfying(BodyRefusedException.class, refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("gateway_busy");
            assertThat(refused.temporary()).isTrue();
        });
    }

    private Mono<DataBuffer> read(Flux<DataBuffer> body, long length) {
        MockServerHttpRequest.BodyBuilder request =
                MockServerHttpRequest.post("/").header("Content-Type", "application/json");
        if (length >= 0) {
            request.contentLength(length);
        }
        AtomicReference<@Nullable DataBuffer> owned = new AtomicReference<>();
        return reader.read(request.body(body), MAX, Duration.ofSeconds(30), share, owned::set)
                .then(Mono.fromSupplier(owned::get));
    }

    private DataBuffer piece(String text) {
        NettyDataBuffer piece = netty.allocateBuffer(text.length());
        piece.write(text, StandardCharsets.UTF_8);
        made.add(piece.getNativeBuffer());
        return piece;
    }
}

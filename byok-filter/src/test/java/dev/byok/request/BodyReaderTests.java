package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class BodyReaderTests {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final DataSize MAX = DataSize.ofBytes(20);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final BodyReader reader = new BodyReader(timer);
    private final NettyDataBufferFactory netty = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final List<ByteBuf> made = new ArrayList<>();

    @AfterEach
    void releasesEveryPieceExactlyOnce() {
        timer.dispose();
        assertThat(made).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
    }

    @Test
    void joinsThePiecesIntoOneBodyOfTheSubscriber() {
        DataBuffer body =
                read(Flux.just(piece("{\"a\""), piece(""), piece(":1}"))).block();

        ByteBuf buffer = BodyReader.nativeBuffer(Objects.requireNonNull(body));
        assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.release()).isTrue();
    }

    @Test
    void handsOnASinglePieceAsItIs() {
        DataBuffer only = piece("{}");

        StepVerifier.create(read(Flux.just(only))).expectNext(only).verifyComplete();

        DataBufferUtils.release(only);
    }

    @Test
    void readsBuffersOnTheHeapToo() {
        DefaultDataBufferFactory heap = DefaultDataBufferFactory.sharedInstance;
        Flux<DataBuffer> pieces =
                Flux.just("{\"é", "\":1", "}").map(text -> heap.wrap(text.getBytes(StandardCharsets.UTF_8)));

        ByteBuf buffer =
                BodyReader.nativeBuffer(Objects.requireNonNull(read(pieces).block()));

        assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo("{\"é\":1}");
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.release()).isTrue();
    }

    @Test
    void copiesOnlyWhatIsLeftToReadOfAHeapBuffer() {
        DataBuffer body = DefaultDataBufferFactory.sharedInstance
                .wrap("xx{}".getBytes(StandardCharsets.UTF_8))
                .readPosition(2);

        ByteBuf buffer = BodyReader.nativeBuffer(body);

        assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo("{}");
        buffer.release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "Application/JSON",
                "application/vnd.api+json",
                "application/problem+json; x=1"
            })
    void takesEveryKindOfJson(String type) {
        StepVerifier.create(read(request("Content-Type", type, Flux.just(piece("{}"))), MAX))
                .consumeNextWith(DataBufferUtils::release)
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415, unsupported_media_type",
        "Content-Type, text/json, 415, unsupported_media_type",
        "Content-Type, multipart/form-data;boundary=x, 415, unsupported_media_type",
        "Content-Type, application/jsonx, 415, unsupported_media_type",
        "Content-Type, nonsense, 415, unsupported_media_type",
        "Content-Encoding, gzip, 415, unsupported_content_encoding",
        "Content-Encoding, 'identity, br', 415, unsupported_content_encoding",
        "Content-Length, 21, 413, body_too_large",
        "Content-Length, 9999999999, 413, body_too_large",
    })
    void refusesByTheHeadersWithoutReading(String header, String value, int status, String code) {
        TestPublisher<DataBuffer> body = TestPublisher.create();

        expectRefusal(read(request(header, value, body.flux()), MAX), status, code);

        body.assertWasNotSubscribed();
    }

    @Test
    void refusesABodyOfNoSaidType() {
        ServerHttpRequest request = MockServerHttpRequest.post("/").body(Flux.empty());

        expectRefusal(read(request, MAX), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource({"Content-Encoding, identity", "Content-Encoding, Identity", "Content-Length, 20", "Content-Length, x"})
    void readsWhatTheHeadersAllow(String header, String value) {
        StepVerifier.create(read(request(header, value, Flux.just(piece("{}"))), MAX))
                .consumeNextWith(DataBufferUtils::release)
                .verifyComplete();
    }

    @Test
    void refusesABodyThatGrowsTooLargeAndStopsReadingIt() {
        TestPublisher<DataBuffer> body = TestPublisher.create();

        StepVerifier.create(read(body.flux()))
                .then(() -> body.next(piece("a".repeat(20))))
                .then(() -> body.next(piece("b")))
                .expectErrorSatisfies(e -> assertRefusal(e, 413, "body_too_large"))
                .verify();

        body.assertCancelled();
    }

    @Test
    void takesABodyOfExactlyTheLargestSize() {
        StepVerifier.create(read(Flux.just(piece("a".repeat(10)), piece("b".repeat(10)))))
                .consumeNextWith(body -> {
                    assertThat(body.readableByteCount()).isEqualTo(20);
                    DataBufferUtils.release(body);
                })
                .verifyComplete();
    }

    @Test
    void refusesAnEmptyBody() {
        expectRefusal(read(Flux.empty()), 400, "empty_body");
        expectRefusal(read(Flux.just(piece(""))), 400, "empty_body");
    }

    @Test
    void refusesABodyThatTakesTooLongHoweverSteadilyItComes() {
        TestPublisher<DataBuffer> body = TestPublisher.create();

        StepVerifier.create(read(body.flux()))
                .then(() -> body.next(piece("a")))
                .then(() -> timer.advanceTimeBy(LIMIT.minusMillis(1)))
                .then(() -> body.next(piece("b")))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(1)))
                .expectErrorSatisfies(e -> assertRefusal(e, 408, "body_timeout"))
                .verify();

        body.assertCancelled();
    }

    @Test
    void stopsTheClockWithTheLastPiece() {
        DataBuffer body = read(Flux.just(piece("{}"))).block();

        assertThat(timer.getScheduledTaskCount()).isEqualTo(1);
        timer.advanceTimeBy(LIMIT.multipliedBy(2));

        assertThat(made.get(0).refCnt()).isEqualTo(1);
        DataBufferUtils.release(body);
    }

    @Test
    void releasesWhatCameWhenTheCallerGoesAway() {
        TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        Disposable subscription = read(body.flux()).subscribe();
        body.next(piece("a"), piece("b"));

        subscription.dispose();
        body.next(piece("late"));
        body.complete();

        body.assertCancelled();
    }

    @Test
    void releasesWhatCameWhenTheConnectionBreaks() {
        Flux<DataBuffer> broken =
                Flux.concat(Flux.just(piece("a"), piece("b")), Flux.error(new IllegalStateException("reset")));

        StepVerifier.create(read(broken)).verifyErrorMessage("reset");
    }

    @Test
    void releasesAPieceThatComesAfterTheLimit() {
        TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);

        StepVerifier.create(read(body.flux()))
                .then(() -> timer.advanceTimeBy(LIMIT))
                .expectErrorSatisfies(e -> assertRefusal(e, 408, "body_timeout"))
                .verify();

        body.next(piece("late"));
    }

    @Test
    void aBodyThatIsJoinedAtTheMomentOfTheCancellationIsItsOwners() {
        Disposable.Swap subscription = Disposables.swap();
        NettyDataBufferFactory cancelling = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT) {
            @Override
            public DataBuffer join(List<? extends DataBuffer> pieces) {
                subscription.dispose();
                return super.join(pieces);
            }
        };
        TestPublisher<DataBuffer> body = TestPublisher.create();
        List<DataBuffer> owned = new ArrayList<>();
        subscription.update(reader.read(request("Accept", "*/*", body.flux()), MAX, LIMIT, share(), owned::add)
                .subscribe());

        body.next(piece(cancelling, "a"), piece(cancelling, "b"));
        body.complete();

        assertThat(owned).hasSize(1);
        owned.forEach(DataBufferUtils::release);
    }

    @Test
    void whatTheOwnerThrowsIsTheError() {
        Mono<Void> read = reader.read(request("Accept", "*/*", Flux.just(piece("{}"))), MAX, LIMIT, share(), body -> {
            DataBufferUtils.release(body);
            throw new IllegalStateException("no plan");
        });

        StepVerifier.create(read).verifyErrorMessage("no plan");
    }

    @Test
    void mergesABodySentByteByByte() {
        int size = 10_000;
        Flux<DataBuffer> bytes = Flux.range(0, size).map(i -> piece(String.valueOf((char) ('a' + i % 26))));

        DataBuffer body =
                read(request("Accept", "*/*", bytes), DataSize.ofMegabytes(1)).block();

        ByteBuf buffer = BodyReader.nativeBuffer(Objects.requireNonNull(body));
        assertThat(buffer.readableBytes()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            assertThat(buffer.getByte(i)).isEqualTo((byte) ('a' + i % 26));
        }
        assertThat(((CompositeByteBuf) buffer).numComponents()).isLessThan(size / 64 + 64);
        assertThat(made.stream().filter(piece -> piece.refCnt() > 0)).hasSizeLessThan(64);
        buffer.release();
    }

    @Test
    void keepsLargePiecesUncopied() {
        Flux<DataBuffer> pieces = Flux.range(0, 100).map(i -> piece("x".repeat(1000)));

        DataBuffer body =
                read(request("Accept", "*/*", pieces), DataSize.ofMegabytes(1)).block();

        assertThat(made).allSatisfy(piece -> assertThat(piece.refCnt()).isEqualTo(1));
        DataBufferUtils.release(body);
    }

    private Mono<DataBuffer> read(Flux<DataBuffer> body) {
        return read(request("Accept", "*/*", body), MAX);
    }

    private Mono<DataBuffer> read(ServerHttpRequest request, DataSize max) {
        AtomicReference<@Nullable DataBuffer> owned = new AtomicReference<>();
        return reader.read(request, max, LIMIT, share(), owned::set).then(Mono.fromSupplier(owned::get));
    }

    private static BufferedBytes.Share share() {
        return new BufferedBytes(DataSize.ofMegabytes(1)).share();
    }

    private static ServerHttpRequest request(String header, String value, Flux<DataBuffer> body) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.post("/");
        if (!header.equals("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return request.header(header, value).body(body);
    }

    private DataBuffer piece(String text) {
        return piece(netty, text);
    }

    private DataBuffer piece(NettyDataBufferFactory factory, String text) {
        NettyDataBuffer piece = factory.allocateBuffer(Math.max(1, text.length()));
        piece.write(text, StandardCharsets.UTF_8);
        made.add(piece.getNativeBuffer());
        return piece;
    }

    private static void expectRefusal(Mono<DataBuffer> read, int status, String code) {
        StepVerifier.create(read)
                .expectErrorSatisfies(e -> assertRefusal(e, status, code))
                .verify();
    }

    private static void assertRefusal(Throwable error, int status, String code) {
        assertThat(error).isInstanceOfSatisfying(BodyRefusedException.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused).hasMessageStartingWith("the body ");
            assertThat(refused.getStackTrace()).isEmpty();
        });
    }
}

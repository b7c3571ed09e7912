package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class SharedBodyTests {

    private static final String REQUEST = "{\"model\":\"m\",\"stream\":true}";

    private final BodyReader reader = new BodyReader();
    private final BufferedBytes all = new BufferedBytes(DataSize.ofBytes(200));
    private final NettyDataBufferFactory netty = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final List<ByteBuf> made = new ArrayList<>();
    private final AtomicInteger subscriptions = new AtomicInteger();

    @AfterEach
    void releasesEveryPieceOnceAndHoldsNoShare() {
        assertThat(made).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
        assertThat(all.used()).isZero();
    }

    @Test
    void readsOnceForAllWhoAsk() {
        SharedBody body = attach(pieces("{\"model\":\"m\",", "\"stream\":true}"));

        BodyFacts first = read(body).block();
        BodyFacts second = read(body).block();

        assertThat(first)
                .isSameAs(second)
                .isNotNull()
                .extracting(BodyFacts::model)
                .isEqualTo("m");
        assertThat(subscriptions).hasValue(1);
        assertThat(all.used()).isEqualTo(REQUEST.length());
        body.close();
    }

    @Test
    void givesTheSameBytesToWhoeverReadsTheRequestLater() {
        SharedBody body = attach(pieces("{\"model\":", "\"m\"}"));
        read(body).block();

        assertThat(textOf(body.request())).isEqualTo("{\"model\":\"m\"}");
        assertThat(textOf(body.request().mutate().header("x", "y").build())).isEqualTo("{\"model\":\"m\"}");
        assertThat(subscriptions).hasValue(1);
        body.close();
    }

    @Test
    void leavesABodyAloneThatNobodyAskedFor() {
        SharedBody body = attach(pieces("no ", "json"));

        assertThat(body.hasBodyOf(body.request())).isFalse();
        assertThat(textOf(body.request())).isEqualTo("no json");
        body.close();
    }

    @Test
    void keepsABodyThatIsNoJson() {
        SharedBody body = attach(pieces("no json"));

        StepVerifier.create(read(body)).verifyError(InvalidBodyException.class);
        StepVerifier.create(read(body)).verifyError(InvalidBodyException.class);

        assertThat(textOf(body.request())).isEqualTo("no json");
        body.close();
    }

    @Test
    void leavesABodyUntouchedThatIsRefusedByItsHeaders() {
        TestPublisher<DataBuffer> source = TestPublisher.create();
        SharedBody body = SharedBody.attach(
                MockServerWebExchange.from(MockServerHttpRequest.post("/")
                        .header("Content-Type", "text/plain")
                        .body(source.flux())),
                BodyForm.OPENAI);

        StepVerifier.create(read(body)).verifyError(BodyRefusedException.class);

        source.assertWasNotSubscribed();
        StepVerifier.create(body.request().getBody()).then(source::complete).verifyComplete();
        body.close();
    }

    @Test
    void refusesToGiveABodyThatWasReadInPart() {
        SharedBody body = attach(pieces("x".repeat(60), "x".repeat(60)));

        StepVerifier.create(read(body)).verifyError(BodyRefusedException.class);

        StepVerifier.create(body.request().getBody()).verifyError(BodyRefusedException.class);
        assertThat(body.hasBodyOf(body.request())).isTrue();
        StepVerifier.create(body.handOver(BufferedBytes.Share::close, bytes -> {}))
                .verifyError(BodyRefusedException.class);
        body.close();
    }

    @Test
    void handsTheBytesOverWithTheirShare() {
        SharedBody body = attach(pieces(REQUEST));
        read(body).block();
        List<BufferedBytes.Share> shares = new ArrayList<>();
        List<ByteBuf> taken = new ArrayList<>();

        BodyFacts facts = body.handOver(shares::add, taken::add).block();
        body.close();

        assertThat(facts).isNotNull();
        assertThat(taken).singleElement().satisfies(bytes -> assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(REQUEST));
        assertThat(all.used()).isEqualTo(REQUEST.length());
        StepVerifier.create(body.request().getBody()).verifyErrorMessage("the body has been taken");
        taken.forEach(ByteBuf::release);
        shares.forEach(BufferedBytes.Share::close);
    }

    @Test
    void knowsItsOwnBodyBehindChangedHeadersButNotAChangedBody() {
        SharedBody body = attach(pieces(REQUEST));
        read(body).block();
        ServerHttpRequest otherHeaders =
                body.request().mutate().header("x", "y").path("/elsewhere").build();
        ServerHttpRequest otherBody = new ServerHttpRequestDecorator(body.request()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody().map(piece -> piece);
            }
        };

        assertThat(body.hasBodyOf(otherHeaders)).isTrue();
        assertThat(body.hasBodyOf(otherBody)).isFalse();
        body.close();
    }

    @Test
    void freesWhatWasReadWhenTheReadingIsGivenUp() {
        TestPublisher<DataBuffer> source = TestPublisher.create();
        SharedBody body = attach(source.flux());
        Disposable reading = read(body).subscribe();
        source.next(piece("{\"model\":"));

        reading.dispose();
        body.close();

        source.assertCancelled();
    }

    @Test
    void freesABodyThatComesAfterTheEnd() {
        TestPublisher<DataBuffer> source = TestPublisher.create();
        SharedBody body = attach(source.flux());
        StepVerifier.create(read(body))
                .then(body::close)
                .then(() -> source.next(piece("{\"model\":\"m\"}")).complete())
                .expectNextCount(1)
                .verifyComplete();

        StepVerifier.create(body.handOver(share -> {}, bytes -> {})).verifyComplete();
    }

    @Test
    void tellsTheRequestsOwnErrorToAllWhoAsk() {
        SharedBody body = attach(Flux.error(new IllegalStateException("gone")));

        StepVerifier.create(read(body)).verifyErrorMessage("gone");
        StepVerifier.create(read(body)).verifyErrorMessage("gone");

        assertThat(subscriptions).hasValue(1);
        body.close();
    }

    @Test
    void leavesNothingBehindWhereALaterReaderGoesBeforeItAskedForAnything() {
        SharedBody body = attach(pieces(REQUEST));
        read(body).block();

        StepVerifier.create(body.request().getBody(), 0).thenCancel().verify();

        body.close();
    }

    private Mono<BodyFacts> read(SharedBody body) {
        return body.read(
                null,
                all,
                (request, share, owner) ->
                        reader.read(request, DataSize.ofBytes(100), Duration.ofSeconds(30), share, owner));
    }

    private SharedBody attach(Flux<DataBuffer> body) {
        return SharedBody.attach(
                MockServerWebExchange.from(MockServerHttpRequest.post("/")
                        .header("Content-Type", "application/json")
                        .body(body.doOnSubscribe(any -> subscriptions.incrementAndGet()))),
                BodyForm.OPENAI);
    }

    private Flux<DataBuffer> pieces(String... texts) {
        return Flux.just(texts).map(this::piece);
    }

    private DataBuffer piece(String text) {
        NettyDataBuffer piece = netty.allocateBuffer(Math.max(1, text.length()));
        piece.write(text.getBytes(StandardCharsets.UTF_8));
        made.add(piece.getNativeBuffer());
        return piece;
    }

    private static String textOf(ServerHttpRequest request) {
        return String.valueOf(DataBufferUtils.join(request.getBody())
                .map(joined -> {
                    String text = joined.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(joined);
                    return text;
                })
                .block());
    }
}

package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.ledger.Generation;
import dev.byok.request.BodyCopy;
import dev.byok.request.BodyFacts;
import dev.byok.request.BufferedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A body that passes: what is known of it in the end, however its reader leaves it. */
class ObservedRequestTests {

    private static final String BODY = "{\"model\":\"openai/gpt\"}";

    private final BufferedBytes room = new BufferedBytes(DataSize.ofKilobytes(1));
    private final ObservedCall observation =
            new ObservedCall(Generation.begin(Instant.EPOCH), (seen, ending) -> {}, Schedulers.immediate());

    @Test
    void isReadWhenItHasEnded() {
        StepVerifier.create(request(BODY, BODY.length(), Flux.empty()).getBody())
                .expectNextCount(1)
                .verifyComplete();

        assertThat(model()).isEqualTo("openai/gpt");
    }

    @Test
    void isReadWhereTheAnswerCameBeforeItsEndWasTold() {
        takeOnePieceAndLeave(request(BODY, BODY.length(), Flux.never()));

        assertThat(model()).isEqualTo("openai/gpt");
        assertThat(observation.refusal()).isNull();
    }

    @Test
    void isWrongIfAllOfItIsWrongThoughItsEndWasNotTold() {
        takeOnePieceAndLeave(request("no json", 7, Flux.never()));

        assertThat(observation.refusal()).isEqualTo("invalid_body");
    }

    @Test
    void isUnknownIfAPartWasLeft() {
        takeOnePieceAndLeave(request(BODY, BODY.length() + 1, Flux.never()));
        observation.over(Ending.DONE);

        assertThat(model()).isNull();
        assertThat(observation.refusal()).isNull();
    }

    @Test
    void isTooLargeAlsoWhereTheRestWasLeft() {
        takeOnePieceAndLeave(request("{" + " ".repeat(600), -1, Flux.never()));
        observation.over(Ending.DONE);

        assertThat(observation.refusal()).isEqualTo("body_too_large");
    }

    @Test
    void isReadWhereTheTransportHadToBeginAgain() {
        ObservedRequest request = request(BODY, -1, Flux.empty());
        StepVerifier.create(request.getBody(), 0).thenCancel().verify();

        StepVerifier.create(request.getBody()).expectNextCount(1).verifyComplete();

        assertThat(model()).isEqualTo("openai/gpt");
        assertThat(observation.refusal()).isNull();
    }

    private static void takeOnePieceAndLeave(ObservedRequest request) {
        StepVerifier.create(request.getBody()).expectNextCount(1).thenCancel().verify();
    }

    private @Nullable String model() {
        BodyFacts facts = observation.facts();
        return facts == null ? null : facts.model();
    }

    private ObservedRequest request(String body, long declared, Flux<DataBuffer> rest) {
        DataBuffer piece = DefaultDataBufferFactory.sharedInstance.wrap(body.getBytes(StandardCharsets.UTF_8));
        MockServerHttpRequest.BodyBuilder head = MockServerHttpRequest.post("/v1/chat/completions");
        if (declared >= 0) {
            head.contentLength(declared);
        }
        var request = new ServerHttpRequestDecorator(head.build()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.concat(Flux.just(piece), rest);
            }
        };
        return new ObservedRequest(request, observation, () -> new BodyCopy(DataSize.ofBytes(512), room.share()));
    }
}

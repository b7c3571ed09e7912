package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.test.StepVerifier;

class LocalAnswerWriterTests {

    private final MockServerHttpResponse response = new MockServerHttpResponse();

    @Test
    void announcesStatusAndHeadersBeforeItWritesTheBody() {
        LocalAnswer answer = Refusals.unknownUrl().closingConnection();

        LocalAnswerWriter.announce(answer, response);

        assertThat(response.isCommitted()).isFalse();
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(response.getHeaders().getContentLength()).isEqualTo(answer.body().length);
        assertThat(response.getHeaders().getFirst("x-should-retry")).isEqualTo("false");
        assertThat(response.getHeaders().getFirst(HttpHeaders.CONNECTION)).isEqualTo("close");
        StepVerifier.create(LocalAnswerWriter.write(answer, response)).verifyComplete();
        StepVerifier.create(response.getBodyAsString())
                .expectNext(new String(answer.body(), StandardCharsets.UTF_8))
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "60000, 60"})
    void roundsTheTimeToWaitUpToWholeSeconds(long millis, String seconds) {
        LocalAnswerWriter.announce(Refusals.unknownUrl().retryAfter(Duration.ofMillis(millis)), response);

        assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(seconds);
        assertThat(response.getHeaders().containsHeader("x-should-retry")).isFalse();
    }

    @Test
    void writesNothingWhereSomebodyElseHasAnswered() {
        StepVerifier.create(response.setComplete()).verifyComplete();

        StepVerifier.create(LocalAnswerWriter.write(Refusals.unknownUrl(), response))
                .verifyComplete();

        StepVerifier.create(response.getBody()).verifyComplete();
    }

    @Test
    void writesNothingWhereThereIsNoAnswerOfOurs() {
        StepVerifier.create(LocalAnswerWriter.write(null, response)).verifyComplete();

        assertThat(response.isCommitted()).isFalse();
    }
}

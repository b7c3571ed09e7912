package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class ErrorBodyTests {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestPublisher<byte[]> inbound = TestPublisher.create();
    private final List<String> read = new ArrayList<>();

    @Test
    void isWhatCameUntilItsEnd() {
        begin();

        inbound.next(bytes("{\"err")).next(bytes("or\":1}"));
        time.advanceTimeBy(LIMIT.minusMillis(1));
        assertThat(read).isEmpty();
        inbound.complete();

        assertThat(read).containsExactly("{\"error\":1}");
        inbound.assertWasNotCancelled();
    }

    @Test
    void isCutOffAtItsLimitOnTheClockGiven() {
        begin();
        inbound.next(bytes("{\"err"));

        time.advanceTimeBy(LIMIT);

        assertThat(read).containsExactly("{\"err");
        inbound.assertCancelled();
    }

    @Test
    void isCutOffWhenItIsLong() {
        begin();

        inbound.next(bytes("a".repeat(60_000))).next(bytes("b".repeat(60_000)));

        assertThat(read).singleElement().satisfies(body -> assertThat(body).hasSize(64 * 1024));
        inbound.assertCancelled();
    }

    @Test
    void isWhatCameBeforeItBroke() {
        begin();

        inbound.next(bytes("{\"err")).error(new IllegalStateException("reset"));

        assertThat(read).containsExactly("{\"err");
    }

    private void begin() {
        ErrorBody.read(inbound.flux(), LIMIT, time)
                .subscribe(body -> read.add(new String(body, StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

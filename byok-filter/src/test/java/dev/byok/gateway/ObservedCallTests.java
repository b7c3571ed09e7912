package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.ledger.Generation;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;

class ObservedCallTests {

    private final List<Ending> endings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"7, CANCELLED, DONE", "8, CANCELLED, CANCELLED", "-1, CANCELLED, CANCELLED", "7, FAILED, FAILED"})
    void aCallerThatLeavesWithAllOfItsAnswerHasBeenServed(int declared, Ending ending, Ending seen) {
        ObservedCall call = new ObservedCall(
                Generation.begin(Instant.EPOCH), (observed, how) -> endings.add(how), Schedulers.immediate());
        call.answered(429, declared, null);

        call.hear(Unpooled.copiedBuffer("{\"a\":1}", StandardCharsets.UTF_8));
        call.over(ending);

        assertThat(endings).containsExactly(seen);
    }
}

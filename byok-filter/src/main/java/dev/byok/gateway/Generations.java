package dev.byok.gateway;

import dev.byok.ledger.Generation;
import dev.byok.ledger.GenerationLog;
import java.time.Clock;
import org.springframework.http.HttpHeaders;

/** Begins generations and writes down how they went. */
final class Generations {

    private final Clock clock;
    private final GenerationLog log;

    Generations(Clock clock, GenerationLog log) {
        this.clock = clock;
        this.log = log;
    }

    /** @param requestHeaders as they came */
    ByokExchange begin(HttpHeaders requestHeaders) {
        return new ByokExchange(Generation.begin(clock.instant()), requestHeaders);
    }

    void finish(ByokExchange call, Ending ending) {
        // Closing gives up a body that nobody has read, which is no word on why.
        BodyEnd end = call.bodyEnd();
        call.close();
        if (log.isEnabled()) {
            log.write(GenerationSummary.of(call, ending, end));
        }
    }
}

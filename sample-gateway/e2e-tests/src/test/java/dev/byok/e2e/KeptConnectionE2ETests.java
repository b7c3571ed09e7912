package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A connection goes on being read when a request came over it before the server was done with the one that had just been
 * answered: Reactor Netty's before 1.3.8 stopped then, and the caller's next request waited for ever. Two threads race for
 * that, hence the rounds.
 */
@Timeout(120)
class KeptConnectionE2ETests {

    private static final int ROUNDS = 3_000;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .properties("management.endpoint.health.probes.enabled=true")
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha").prioritized("alpha", "first"));

    @Test
    void aRequestThatComesAsTheAnswerBeforeItEndsIsNotTheLastOfItsConnection() throws IOException {
        // Answered on a thread of its own, and at once.
        String later = RawHttp.head("GET", "/actuator/health", "");
        String atOnce = RawHttp.head("GET", "/actuator/health/liveness", "");

        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(connection.send(later).read().status())
                        .as("round %d", round)
                        .isEqualTo(200);
                assertThat(connection.send(atOnce).read().status())
                        .as("round %d", round)
                        .isEqualTo(200);
            }
        }
    }
}

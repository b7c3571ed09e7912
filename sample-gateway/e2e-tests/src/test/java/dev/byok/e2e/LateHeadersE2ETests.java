package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/** Headers that the host is still working on when their attempt's time ends: they belong to no answer. */
@ExtendWith(LeakWatch.class)
class LateHeadersE2ETests {

    private static final String LATE = "x-late";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(SlowHost.class)
            .provider("late", "timeouts: { headers: 500ms }")
            .provider("beta")
            .policy(policy -> policy.model("openai/late", "", "late/gpt-upstream")
                    .model("openai/both", "", "late/gpt-upstream", "beta/gpt-at-beta")
                    .prioritized("late", "late")
                    .prioritized("beta", "other"));

    @Test
    void leaveTheErrorThatTheCallerGetsAsItIs() {
        FakeProvider late = answersLate();

        Reply reply = STAGE.client().chat(Client.streamOf("openai/late"));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.headers().allValues("content-type")).containsExactly("application/json");
        assertThat(reply.errorCode()).isNotEmpty();
        assertThat(late.calls()).hasSize(1);
    }

    @Test
    void leaveTheNextAttemptsAnswerAsItIs() {
        answersLate();
        STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/both"))) {
            assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
            assertThat(stream.header("x-byok-upstream-id")).isNull();
            assertThat(stream.header("x-byok-attempts")).isEqualTo("2");
            assertThat(LiveStream.text(stream.rest())).isEqualTo("from beta");
        }
    }

    private static FakeProvider answersLate() {
        return STAGE.upstream("late").on("sk-late", (call, response) -> response.status(200)
                .header("content-type", "text/event-stream; of=late")
                .header("x-request-id", "late-1")
                .header(LATE, "true")
                .sendHeaders()
                .then()
                .thenMany(Flux.<Void>never()));
    }

    /** A gateway that takes its time with some headers: until the caller's answer has begun. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class SlowHost {

        @Bean
        HttpHeadersFilter takesItsTime() {
            return new TakesItsTime();
        }
    }

    static class TakesItsTime implements HttpHeadersFilter {

        @Override
        public boolean supports(Type type) {
            return type == Type.RESPONSE;
        }

        @Override
        public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
            if (input.containsHeader(LATE)) {
                long end = System.nanoTime() + PATIENCE.toNanos();
                boolean begun = false;
                while (!begun && System.nanoTime() < end) {
                    begun = exchange.getResponse().isCommitted();
                }
            }
            return input;
        }
    }
}

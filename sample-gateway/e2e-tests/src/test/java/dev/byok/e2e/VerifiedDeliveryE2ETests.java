package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer that is held to its end, and one that is not. What it hides of a stream is in the table of faults. */
class VerifiedDeliveryE2ETests {

    private static final String ANSWER = "all of it";
    private static final String MODEL = "openai/gpt";

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.model(
                    MODEL, "", "alpha/gpt-alpha", "beta/gpt-beta")
            .prioritized("alpha", "first")
            .prioritized("beta", "other")
            .profile("small", "delivery: verified, verified-max-bytes: 1000")
            .profile("careful", "delivery: verified")
            .caller("small", "profile: small")
            .caller("careful", "profile: careful"));

    @Test
    void returnsWhatTheProviderRefusesInBothDeliveries() {
        STAGE.upstream("alpha")
                .on(
                        "sk-first",
                        Answers.status(
                                400, Answers.error("refused", "invalid_request_error", "content_policy_violation")));

        for (String caller : List.of("agent", "careful")) {
            try (LiveStream stream = STAGE.client(caller).open(Client.streamOf(MODEL))) {
                assertThat(stream.status()).isEqualTo(400);
            }
        }
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void failsAVerifiedAnswerThatIsTooLongToHold() {
        String longAnswer = "word ".repeat(200).trim();
        STAGE.upstream("alpha").on("sk-first", Answers.ok(longAnswer));

        for (String body : List.of(Client.chatOf(MODEL), Client.streamOf(MODEL))) {
            Reply reply = STAGE.client("small").chat(body);

            assertThat(reply.status()).as(reply.body()).isEqualTo(502);
            assertThat(reply.errorCode()).isEqualTo("verified_answer_too_large");
        }
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void replacesAWholeAnswerThatIsNoWholeDocumentWhereItIsVerified() {
        String cut = Answers.chat("Hel").substring(0, 150);
        STAGE.upstream("alpha").on("sk-first", Answers.status(200, cut));
        STAGE.upstream("beta").on("sk-other", Answers.ok(ANSWER));

        Reply reply = STAGE.client("careful").chat(Client.chatOf(MODEL));

        assertThat(reply.body()).isEqualTo(Answers.chat(ANSWER));
    }

    @Test
    void goesLiveWhereTheRequestSaysSo() {
        Flux<String> slow = Flux.fromIterable(Answers.chunks("one two three")).delayElements(Duration.ofMillis(50));
        STAGE.upstream("alpha").on("sk-first", Answers.events(slow.concatWith(Mono.never())));

        try (LiveStream stream = STAGE.client("careful").open(Client.streamOf(MODEL), "x-byok-delivery", "live")) {
            assertThat(stream.next()).contains("\"role\"");
            assertThat(stream.header("x-byok-provider")).isEqualTo("alpha");
        }
    }

    @Test
    void refusesADeliveryThatDoesNotExist() {
        Reply reply = STAGE.client().chat(Client.chatOf(MODEL), "x-byok-delivery", "Verified");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("x-byok-delivery: expected 'live' or 'verified'");
    }
}

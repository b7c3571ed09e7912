package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway that is told so takes an {@code Idempotency-Key} for a header like any other. */
class IdempotencyOffE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first"))
            .properties("byok.idempotency.enabled=false");

    @Test
    void everyRequestIsAnsweredByItself() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        for (int i = 0; i < 2; i++) {
            Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"), "Idempotency-Key", "once");
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.header("x-byok-idempotent-replay")).isNull();
        }

        assertThat(STAGE.upstream("alpha").calls()).hasSize(2).allSatisfy(call -> assertThat(
                        FakeProvider.header(call, "idempotency-key"))
                .isNull());
    }
}

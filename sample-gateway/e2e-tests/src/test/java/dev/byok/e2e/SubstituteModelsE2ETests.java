package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a substitute model's own refusals and a content policy's mean for the rest of the models. */
class SubstituteModelsE2ETests {

    private static final String UNSUPPORTED =
            Answers.error("Unsupported parameter: 'logit_bias'", "invalid_request_error", "unsupported_parameter");
    private static final String FILTERED =
            Answers.error("The prompt was filtered", "invalid_request_error", "content_filter");

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .provider("gamma")
            .policy(policy -> policy.model("openai/first", "", "alpha/first-upstream")
                    .model("openai/second", "", "beta/second-upstream")
                    .model("openai/third", "", "gamma/third-upstream")
                    .prioritized("alpha", "a1", "a2")
                    .prioritized("beta", "b1", "b2")
                    .prioritized("gamma", "g1")
                    .profile("tolerant", "moderated: next-model")
                    .caller("tolerant", "profile: tolerant"));

    @Test
    void movesOnFromASubstituteThatRefusesTheRequest() {
        limitTheFirstModel();
        STAGE.upstream("beta").on("sk-b1", Answers.status(400, UNSUPPORTED));
        STAGE.upstream("gamma").on("sk-g1", Answers.ok("from the third"));

        Reply reply = STAGE.client().chat(withAllModels());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("from the third"));
        assertThat(reply.header("x-byok-model")).isEqualTo("openai/third");
        assertThat(STAGE.upstream("beta").credentials()).containsExactly("sk-b1");
        assertThat(STAGE.upstream("gamma").calls()).singleElement().satisfies(call -> assertThat(call.body())
                .contains("\"third-upstream\""));
    }

    @Test
    void asksNoOtherModelWhereTheRequestRefusesSubstitution() {
        limitTheFirstModel();
        STAGE.upstream("beta").on("sk-b1", Answers.ok("from the second"));

        Reply reply = STAGE.client().chat(withAllModels(), "x-byok-substitution", "refuse");

        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.attempts()).containsExactly("a1 429 rate_limited", "a2 429 rate_limited");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void refusesAnUnknownModelEvenWhereItWouldNotBeAsked() {
        Reply reply = STAGE.client()
                .chat(
                        "{\"model\":\"openai/first\",\"models\":[\"openai/none\"],\"messages\":[]}",
                        "x-byok-substitution",
                        "refuse");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void answersWithTheFirstModelsFailureWhereEverySubstituteRefuses() {
        limitTheFirstModel();
        STAGE.upstream("beta").on("sk-b1", Answers.status(400, UNSUPPORTED));
        STAGE.upstream("gamma").on("sk-g1", Answers.status(422, UNSUPPORTED));

        Reply reply = STAGE.client().chat(withAllModels());

        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.errorMessage()).doesNotContain("logit_bias");
        assertThat(reply.header("retry-after")).isEqualTo("7");
        assertThat(reply.attempts())
                .containsExactly(
                        "a1 429 rate_limited",
                        "a2 429 rate_limited",
                        "b1 400 invalid_request",
                        "g1 422 invalid_request");
    }

    @Test
    void answersWithTheFirstModelsRejectedKeysRatherThanWithASubstitutesRefusal() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rejected()).on("sk-a2", Answers.rejected());
        STAGE.upstream("beta").on("sk-b1", Answers.status(400, UNSUPPORTED));
        STAGE.upstream("gamma").on("sk-g1", Answers.status(400, UNSUPPORTED));

        Reply reply = STAGE.client().chat(withAllModels());

        assertThat(reply.status()).as(reply.body()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("upstream_credentials");
    }

    @Test
    void returnsWhatTheFirstModelRefusesAtOnce() {
        STAGE.upstream("alpha").on("sk-a1", Answers.status(400, UNSUPPORTED));

        Reply reply = STAGE.client().chat(withAllModels());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("unsupported_parameter");
        assertThat(reply.attempts()).containsExactly("a1 400 invalid_request");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void returnsRefusedContentUnlessTheProfileSaysOtherwise() {
        STAGE.upstream("alpha").on("sk-a1", Answers.status(400, FILTERED));

        Reply reply = STAGE.client().chat(withAllModels());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("content_filter");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-a1");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void takesRefusedContentToTheNextModelPastTheOtherKeysWhereTheProfileSaysSo() {
        STAGE.upstream("alpha").on("sk-a1", Answers.status(400, FILTERED));
        STAGE.upstream("beta").on("sk-b1", Answers.ok("from the second"));

        Reply reply = STAGE.client("tolerant").chat(withAllModels());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("from the second"));
        assertThat(reply.header("x-byok-model")).isEqualTo("openai/second");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-a1");
    }

    @Test
    void saysThatTheContentWasRefusedWhereEveryModelRefusesIt() {
        STAGE.upstream("alpha").on("sk-a1", Answers.status(400, FILTERED));
        STAGE.upstream("beta").on("sk-b1", Answers.status(400, FILTERED));
        STAGE.upstream("gamma").on("sk-g1", Answers.status(400, UNSUPPORTED));

        Reply reply = STAGE.client("tolerant").chat(withAllModels());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("content_filter");
        assertThat(reply.errorMessage()).contains("The prompt was filtered");
        assertThat(reply.keysTried()).containsExactly("a1", "b1", "g1");
    }

    private static void limitTheFirstModel() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(7)).on("sk-a2", Answers.rateLimited(9));
    }

    private static String withAllModels() {
        return "{\"model\":\"openai/first\",\"models\":[\"openai/second\",\"openai/third\"],\"messages\":[]}";
    }
}

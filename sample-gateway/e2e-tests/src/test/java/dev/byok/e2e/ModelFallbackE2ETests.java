package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models that a profile adds to those of a request, or forbids; what served is told. */
class ModelFallbackE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.price(
                    "alpha/large", "{ prompt: 2, completion: 8 }")
            .price("beta/small", "{ prompt: 1, completion: 4 }")
            .price("beta/huge", "{ prompt: 4, completion: 16 }")
            .model("large", "", "alpha/large")
            .model("small", "", "beta/small")
            .model("huge", "", "beta/huge")
            .profile("falls-back", "model-fallback: [huge, small], model-fallback-max-cost: 1.5x")
            .profile("unwavering", "model-fallback: none")
            .caller("chat", "profile: falls-back")
            .caller("coder", "profile: unwavering")
            .prioritized("alpha", "a1")
            .prioritized("beta", "b1"));

    @Test
    void theProfilesModelServesWhereTheRequestsIsOut() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20));
        STAGE.upstream("beta").on("sk-b1", Answers.ok("small"));

        Reply reply = STAGE.client("chat").chat(Client.chatOf("large"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-model")).isEqualTo("small");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(STAGE.upstream("beta").calls().get(0).body()).isEqualTo(Client.chatOf("small"));
    }

    @Test
    void aDearerModelIsLeftOutWhoeverNamesIt() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20));
        STAGE.upstream("beta").on("sk-b1", Answers.rateLimited(20));

        Reply reply = STAGE.client("chat").chat("{\"models\":[\"huge\"],\"model\":\"large\"}");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.keysTried()).containsExactly("a1", "b1");
        assertThat(reply.excludedEndpoints()).containsExactly("huge beta max_price profiles.yml");
        assertThat(STAGE.upstream("beta").calls().get(0).body()).contains("small");
    }

    @Test
    void aRequestMayWantNoOtherModel() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20));

        Reply refusing = STAGE.client("chat").chat(Client.chatOf("large"), "x-byok-substitution", "refuse");
        Reply leading = STAGE.client("chat").chat("{\"provider\":{\"allow_fallbacks\":false},\"model\":\"large\"}");

        assertThat(refusing.status()).isEqualTo(429);
        assertThat(leading.status()).isEqualTo(429);
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void embeddingsStayWithTheirModel() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20));

        Client client = STAGE.client("chat");
        Reply reply = client.send(client.request("/embeddings")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"large\",\"input\":\"x\"}"))
                .build());

        assertThat(reply.status()).isEqualTo(429);
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void noOtherModelServesWhereTheProfileForbidsIt() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20));

        Reply reply = STAGE.client("coder").chat("{\"models\":[\"small\"],\"model\":\"large\"}");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.excludedEndpoints()).containsExactly("small beta model_fallback profiles.yml");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }
}

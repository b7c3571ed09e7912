package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.health.HealthReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A request that asks for its plan alone is told it, and nothing else happens. */
class DryRunE2ETests {

    private static final String GPT = "openai/gpt";
    private static final String BOTH =
            "{\"model\":\"openai/gpt\",\"models\":[\"openai/mini\"],\"max_tokens\":1000,\"messages\":[]}";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .provider("gamma")
            .policy(policy -> policy.price("alpha/gpt-upstream", "{ prompt: 1.25, completion: 10 }")
                    .price("beta/mini-upstream", "{ prompt: 0.25 }")
                    .model(GPT, "", "alpha/gpt-upstream")
                    .model("openai/mini", "", "beta/mini-upstream")
                    .prioritized("alpha", "first", "second")
                    .key("alpha", "prioritized", "legal-only", "api-keys: [legal]")
                    .shared("alpha", "operators")
                    .fallback("beta", "reserve")
                    .shared("beta", "betas")
                    .model("openai/closed", "", "gamma/closed-upstream")
                    .shared("gamma", "gammas")
                    .caller("legal", "")
                    .profile("waiting", "max-wait: 3s, queue: 30s")
                    .caller("patient", "profile: waiting"));

    @RegisterExtension
    static final Stage HIDING = Stage.set().provider("alpha").policy(policy -> policy.model(
                    GPT, "", "alpha/gpt-upstream")
            .key("alpha", "prioritized", "secret-name", "")
            .key("alpha", "prioritized", "other-name", "enabled: false")
            .hidingKeyNames());

    @Test
    void tellsThePlanAndAsksNobody() {
        Reply reply = STAGE.client().chat(BOTH, DryRun.HEADER, "true");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("x-byok-policy"))
                .isEqualTo(reply.json().path("policy").asString());
        assertThat(reply.header("x-byok-generation-id"))
                .isEqualTo(reply.json().path("generation_id").asString());
        assertThat(reply.header("x-byok-provider")).isNull();
        assertThat(new DryRun(reply.json()).attempts())
                .containsExactly(
                        "openai/gpt alpha first PRIORITIZED",
                        "openai/gpt alpha second PRIORITIZED",
                        "openai/gpt alpha operators SHARED",
                        "openai/mini beta betas SHARED",
                        "openai/mini beta reserve FALLBACK");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void tellsWhatThePlanWasMadeOf() {
        JsonNode plan = DryRun.of(STAGE.client(), BOTH, "x-byok-delivery", "verified", "x-byok-strict", "own-keys")
                .plan();

        assertThat(plan.path("workspace").asString()).isEqualTo("acme");
        assertThat(plan.path("caller").asString()).isEqualTo("agent");
        assertThat(plan.path("profile").asString()).isEqualTo("standard");
        assertThat(plan.path("strict").asString()).isEqualTo("own-keys");
        assertThat(plan.path("delivery").asString()).isEqualTo("verified");
        assertThat(plan.path("stream").asBoolean()).isFalse();
        assertThat(plan.path("max_attempts").asInt()).isEqualTo(8);
        assertThat(plan.path("attempts").get(0).path("upstream_model").asString())
                .isEqualTo("gpt-upstream");
        assertThat(plan.path("attempts").get(0).path("health").path("state").asString())
                .isEqualTo("ready");
    }

    @Test
    void tellsWhoIsLeftOutAndByWhichLineOfThePolicy() {
        JsonNode excluded = DryRun.of(STAGE.client(), BOTH).plan().path("excluded_by");

        assertThat(excluded).hasSize(1);
        assertThat(excluded.get(0).path("key").asString()).isEqualTo("legal-only");
        assertThat(excluded.get(0).path("reason").asString()).isEqualTo("key_filter:api_key");
        assertThat(excluded.get(0).path("file").asString()).isEqualTo("workspaces/acme.yml");
        assertThat(excluded.get(0).path("line").asInt()).isPositive();
    }

    @Test
    void estimatesTheCostOfEachAttemptOrSaysWhatIsMissing() {
        JsonNode attempts = DryRun.of(STAGE.client(), BOTH).plan().path("attempts");
        JsonNode unlimited =
                DryRun.of(STAGE.client(), Client.chatOf(GPT)).plan().path("attempts");

        // a quarter of 79 bytes as prompt, 1000 tokens as answer
        assertThat(attempts.get(0).path("cost_usd").decimalValue()).isEqualByComparingTo("0.01002375");
        assertThat(attempts.get(0).has("cost_unknown")).isFalse();
        assertThat(attempts.get(3).path("cost_usd").isNull()).isTrue();
        assertThat(attempts.get(3).path("cost_unknown").asString()).isEqualTo("price");
        assertThat(unlimited.get(0).path("cost_usd").isNull()).isTrue();
        assertThat(unlimited.get(0).path("cost_unknown").asString()).isEqualTo("max_tokens");
    }

    @Test
    void answersARequestForAStreamAtOnce() {
        Reply reply = STAGE.client().chat(Client.streamOf(GPT), DryRun.HEADER, "true");

        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().path("stream").asBoolean()).isTrue();
    }

    @Test
    void namesNoKeysWhereTheWorkspaceHidesThem() {
        Reply reply = HIDING.client().chat(Client.chatOf(GPT), DryRun.HEADER, "true");

        assertThat(new DryRun(reply.json()).attempts()).containsExactly("openai/gpt alpha ? PRIORITIZED");
        assertThat(reply.body()).doesNotContain("secret-name", "other-name").contains("disabled");
    }

    @Test
    void tellsTheRefusalOfAPlanWithoutAnyAttemptAndItsReasons() {
        String[] strict = {"x-byok-strict", "own-keys"};

        DryRun dryRun = DryRun.of(STAGE.client(), Client.chatOf("openai/closed"), strict);
        Reply real = STAGE.client().chat(Client.chatOf("openai/closed"), strict);

        assertThat(dryRun.attempts()).isEmpty();
        assertThat(dryRun.refusal()).isEqualTo("403 no_eligible_route");
        assertThat(real.status() + " " + real.errorCode()).isEqualTo(dryRun.refusal());
        assertThat(dryRun.plan().path("excluded_by"))
                .isEqualTo(real.error().path("metadata").path("excluded_by"));
        assertThat(dryRun.plan().path("refusal").path("message").asString()).isEqualTo(real.errorMessage());
    }

    @Test
    void tellsWhatKeepsEveryKeyBackAsTheRequestItselfWould() {
        STAGE.upstream("alpha")
                .on("sk-first", Answers.rateLimited(60))
                .on("sk-second", Answers.rateLimited(90))
                .on("sk-operators", Answers.rateLimited(60));
        STAGE.client().chat(Client.chatOf(GPT));

        DryRun dryRun = DryRun.of(STAGE.client(), Client.chatOf(GPT));
        Reply real = STAGE.client().chat(Client.chatOf(GPT));

        assertThat(dryRun.attempts()).isEmpty();
        assertThat(dryRun.refusal()).isEqualTo("429 rate_limit_exceeded");
        assertThat(real.status() + " " + real.errorCode()).isEqualTo(dryRun.refusal());
        assertThat(dryRun.plan().path("refusal").path("retry_after_ms").asInt()).isBetween(50_000, 60_000);
        JsonNode keptBack = dryRun.plan().path("kept_back");
        assertThat(DryRun.rows(keptBack)).hasSize(3).first().isEqualTo("openai/gpt alpha first PRIORITIZED");
        assertThat(keptBack.get(0).path("health").path("why").asString()).isEqualTo("rate_limited");
        assertThat(Instant.parse(keptBack.get(0).path("health").path("until").asString()))
                .isAfter(Instant.now());
    }

    @Test
    void foretellsHowLongARequestWouldQueue() {
        STAGE.upstream("alpha")
                .on("sk-first", Answers.rateLimited(20))
                .on("sk-second", Answers.rateLimited(90))
                .on("sk-operators", Answers.rateLimited(60));
        STAGE.client().chat(Client.chatOf(GPT));

        DryRun dryRun = DryRun.of(STAGE.client("patient"), Client.chatOf(GPT));

        assertThat(dryRun.refusal()).isEmpty();
        assertThat(dryRun.attempts()).containsExactly("openai/gpt alpha first PRIORITIZED");
        assertThat(dryRun.plan().path("attempts").get(0).path("wait_ms").asInt())
                .isBetween(10_000, 21_000);
    }

    @Test
    void leavesNoTraceInWhatIsRemembered() {
        STAGE.upstream("alpha").on("sk-first", Answers.rejected()).on("sk-second", Answers.ok("hello"));
        STAGE.client().chat(Client.chatOf(GPT));
        Instant now = Instant.now();
        HealthReport before = STAGE.gateway().health().report(now);

        for (int i = 0; i < 3; i++) {
            DryRun.of(STAGE.client(), BOTH);
        }

        assertThat(STAGE.gateway().health().report(now)).isEqualTo(before);
        assertThat(DryRun.of(STAGE.client(), Client.chatOf(GPT)).attempts())
                .containsExactly("openai/gpt alpha second PRIORITIZED", "openai/gpt alpha operators SHARED");
    }

    @Test
    void writesALineThatSaysWhatItWas() {
        try (CapturedLog log = CapturedLog.of("dev.byok.generation")) {
            DryRun.of(STAGE.client(), BOTH);

            await().until(() -> log.events().size() == 1);
            assertThat(log.lines().get(0)).contains(" caller=agent ", " status=200 outcome=dry_run ");
        }
    }

    @Test
    void servesTheRequestWhereItSaysFalse() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        Reply reply = STAGE.client().chat(Client.chatOf(GPT), DryRun.HEADER, "false");

        assertThat(reply.header("x-byok-key")).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "True", "1", "true,true"})
    void refusesAnythingElse(String value) {
        Reply reply = STAGE.client().chat(Client.chatOf(GPT), DryRun.HEADER, value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_header");
        assertThat(reply.errorMessage()).contains("expected 'true' or 'false'");
    }

    @Test
    void refusesToBeToldTwice() {
        Reply reply = STAGE.client().chat(Client.chatOf(GPT), DryRun.HEADER, "false", DryRun.HEADER, "true");

        assertThat(reply.errorCode()).isEqualTo("invalid_header");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"model\":\"openai/nobody\"}',     404, model_not_found",
        "'{\"model\":\"openai/gpt\",\"n\"}',  400, invalid_body",
    })
    void isRefusedLikeTheRequestItself(String body, int status, String code) {
        Reply dryRun = STAGE.client().chat(body, DryRun.HEADER, "true");
        Reply real = STAGE.client().chat(body);

        assertThat(List.of(dryRun.status(), dryRun.errorCode())).isEqualTo(List.of(status, code));
        assertThat(List.of(real.status(), real.errorCode())).isEqualTo(List.of(status, code));
    }

    @Test
    void isRefusedToStrangers() {
        Client stranger = new Client(STAGE.gateway().baseUrl(), PolicyDirectory.gatewayKey());

        Reply reply = stranger.chat(Client.chatOf(GPT), DryRun.HEADER, "true");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.errorCode()).isEqualTo("invalid_api_key");
    }
}

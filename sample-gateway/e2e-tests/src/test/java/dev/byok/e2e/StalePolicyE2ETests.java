package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What a gateway's health and metrics tell of a policy that is not the latest: operators see it, and traffic goes on. */
@Timeout(90)
class StalePolicyE2ETests {

    private static final String[] ACTUATOR = {
        "management.endpoints.web.exposure.include=health,metrics",
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.probes.enabled=true",
        "management.endpoint.health.group.readiness.include=readinessState,byok"
    };

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first"))
            .properties(ACTUATOR);

    @BeforeEach
    void answer() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("from first"));
    }

    @Test
    void thePolicyInForceIsTold() {
        String version = ask().header("x-byok-policy");

        Reply health = read("health");
        Reply info = read("metrics/byok.policy.info");

        assertThat(health.status()).isEqualTo(200);
        JsonNode byok = byok(health);
        assertThat(byok.path("status").asString()).isEqualTo("UP");
        assertThat(byok.at("/details/policy").asString()).isEqualTo(version);
        assertThat(byok.at("/details/since").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(byok.at("/details/sourceReadAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(byok.at("/details/sourceAge").asString()).startsWith("PT");
        assertThat(byok.at("/details/source").asString()).startsWith("file:");
        assertThat(info.json().at("/availableTags/0/values/0").asString()).isEqualTo(version);
        assertThat(metric("byok.policy.age")).isNotNegative();
        assertThat(metric("byok.policy.source.age")).isNotNegative();
        assertThat(health.body()).doesNotContain("sk-", "sha256");
    }

    @Test
    void aRefusedPushIsToldAndTheGatewayStaysUp() {
        double before = metric("byok.policy.refusals");
        STAGE.policy()
                .directory()
                .write("models.yml", "models:\n  openai/gpt: { endpoints: [{ provider: nobody, model: x }] }\n");
        try {
            await().until(() -> byok(read("health")).at("/details").has("refused"));

            Reply health = read("health");

            assertThat(health.status()).isEqualTo(200);
            JsonNode details = byok(health).path("details");
            assertThat(details.at("/refused/version").asString())
                    .isNotEmpty()
                    .isNotEqualTo(details.path("policy").asString());
            assertThat(details.at("/refused/time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(details.at("/refused/problems").asInt()).isOne();
            assertThat(metric("byok.policy.refused")).isOne();
            assertThat(metric("byok.policy.refusals")).isEqualTo(before + 1);
            assertThat(ask().status()).isEqualTo(200);
        } finally {
            STAGE.policy().write();
            await().until(() -> !byok(read("health")).at("/details").has("refused"));
        }
        assertThat(metric("byok.policy.refused")).isZero();
    }

    @Test
    void aSourceThatIsGoneIsToldAndTheGatewayStaysUpAndReady() throws IOException {
        Path root = STAGE.policy().directory().root();
        Path aside = root.resolveSibling("aside");
        Files.move(root, aside);
        try {
            await().until(() -> byok(read("health")).at("/details").has("sourceUnreachableSince"));

            assertThat(read("health").status()).isEqualTo(200);
            assertThat(read("health/readiness").status()).isEqualTo(200);
            assertThat(ask().status()).isEqualTo(200);
            await().until(() -> metric("byok.policy.source.age") > 0.5);
        } finally {
            Files.move(aside, root);
            await().until(() -> !byok(read("health")).at("/details").has("sourceUnreachableSince"));
        }
    }

    @Test
    void aGatewayIsOutOfServiceUntilItHasAPolicy() {
        PolicyText late = new PolicyText().provider("alpha", "http://127.0.0.1:9/v1", "");
        try (TestGateway gateway = TestGateway.start(late.directory(), ACTUATOR)) {
            Reply health = read(gateway, "health");

            assertThat(health.status()).isEqualTo(503);
            assertThat(byok(health).path("status").asString()).isEqualTo("OUT_OF_SERVICE");
            assertThat(read(gateway, "health/readiness").status()).isEqualTo(503);
            assertThat(read(gateway, "health/liveness").status()).isEqualTo(200);

            late.model("openai/gpt", "", "alpha/gpt-upstream")
                    .prioritized("alpha", "first")
                    .write();
            await().until(() -> read(gateway, "health").status() == 200);

            assertThat(read(gateway, "health/readiness").status()).isEqualTo(200);
        }
    }

    private static JsonNode byok(Reply health) {
        return health.json().at("/components/byok");
    }

    private static double metric(String name) {
        return read("metrics/" + name).json().at("/measurements/0/value").asDouble();
    }

    private static Reply ask() {
        return STAGE.client().chat(Client.chatOf("openai/gpt"));
    }

    private static Reply read(String path) {
        return read(STAGE.gateway(), path);
    }

    private static Reply read(TestGateway gateway, String path) {
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/actuator/" + path);
        return STAGE.client().send(HttpRequest.newBuilder(uri).build());
    }
}

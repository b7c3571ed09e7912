package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With everything at its finest level, nothing that opens a door is written: no credential, no gateway key, no hash. */
class DebugLogE2ETests {

    /** Middle of a credential, which a provider that masks its ends may echo. */
    private static final String MIDDLE = "q7w5e3r1t9y8u6i4";

    private static final String FIRST = "first-" + MIDDLE + "-tail";
    private static final String AZURE = "azure-" + MIDDLE + "-tail";
    private static final String SECOND = "second-" + MIDDLE + "-tail";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("azure", "azure-openai", "/openai/v1", "", List.of("azure"))
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("azure/gpt", "", "azure/gpt-upstream")
                    .prioritized("alpha", FIRST, SECOND)
                    .prioritized("azure", AZURE)
                    .hidingKeyNames());

    private TracedLog log;

    @BeforeEach
    void begin() {
        log = new TracedLog("org.springframework.cloud.gateway", "reactor.netty", "dev.byok");
    }

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void anAnswerLeavesNoSecretInTheLog() {
        STAGE.upstream("alpha").on("sk-" + FIRST, Answers.ok("hello"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(200);
        assertRequestIsTraced();
        assertNoSecret();
    }

    @Test
    void aKeyInAHeaderOfItsOwnIsNotWrittenEither() {
        STAGE.upstream("azure").on("sk-" + AZURE, Answers.ok("hello"));

        Reply reply = STAGE.client().chat(Client.chatOf("azure/gpt"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(STAGE.upstream("azure").calls().get(0).headers()).containsEntry("api-key", "sk-" + AZURE);
        assertRequestIsTraced();
        assertNoSecret("sk-" + AZURE);
    }

    @Test
    void aFailoverLeavesNoSecretInTheLog() {
        STAGE.upstream("alpha").on("sk-" + FIRST, Answers.rateLimited(5)).on("sk-" + SECOND, Answers.reset());

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(STAGE.upstream("alpha").credentials()).startsWith("sk-" + FIRST, "sk-" + SECOND);
        assertRequestIsTraced();
        assertNoSecret();
    }

    @Test
    void anEchoOfTheCredentialInARejectionReachesNeitherTheLogNorTheCaller() {
        STAGE.upstream("alpha")
                .on("sk-" + FIRST, Answers.status(401, echo("sk-" + FIRST)))
                .on("sk-" + SECOND, Answers.status(401, echo("sk-seco****" + MIDDLE + "****tail")));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("upstream_credentials");
        assertThat(reply.body()).doesNotContain(MIDDLE);
        assertRequestIsTraced();
        assertNoSecret();
    }

    @Test
    void aStreamAndItsCutLeaveNoSecretInTheLog() {
        STAGE.upstream("alpha")
                .on("sk-" + FIRST, Answers.status(401, echo("sk-" + FIRST)))
                .on("sk-" + SECOND, Answers.cutAfter(Answers.role(), Answers.content("cut off")));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(LiveStream.text(stream.rest())).isEqualTo("cut off");
        }

        assertRequestIsTraced();
        assertNoSecret();
    }

    @Test
    void anUnknownGatewayKeyIsNotWrittenEither() {
        String unknown = PolicyDirectory.gatewayKey();

        Reply reply = new Client(STAGE.gateway().baseUrl(), unknown).chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(401);
        assertRequestIsTraced();
        assertNoSecret(unknown, PolicyDirectory.sha256(unknown));
    }

    @Test
    void aNewPolicyIsTakenUpWithoutItsKeysInTheLog() {
        STAGE.upstream("alpha").on("sk-" + FIRST, Answers.ok("hello"));
        STAGE.policy().caller("newcomer", "").write();

        await().untilAsserted(() -> assertThat(STAGE.client("newcomer")
                        .chat(Client.chatOf("openai/gpt"))
                        .status())
                .isEqualTo(200));

        String gatewayKey = STAGE.policy().gatewayKey("newcomer");
        assertThat(log.lines()).anyMatch(line -> line.contains(" dev.byok."));
        assertNoSecret(gatewayKey, PolicyDirectory.sha256(gatewayKey));
    }

    /** Without this, a log that holds nothing would hold no secret. */
    private void assertRequestIsTraced() {
        await().untilAsserted(() -> assertThat(log.lines())
                .anyMatch(line -> line.startsWith("TRACE org.springframework.cloud.gateway"))
                .anyMatch(line -> line.startsWith("DEBUG reactor.netty"))
                .anyMatch(line -> line.contains("/v1/chat/completions")));
    }

    private void assertNoSecret(String... more) {
        String gatewayKey = STAGE.policy().gatewayKey("agent");
        List<String> secrets = new ArrayList<>(List.of(more));
        secrets.addAll(List.of(
                "sk-" + FIRST, "sk-" + SECOND, "****" + MIDDLE, gatewayKey, PolicyDirectory.sha256(gatewayKey)));
        for (String secret : secrets) {
            // Only where it was written, never the line: a failing build must not tell it either.
            assertThat(log.lines().stream()
                            .filter(line -> line.contains(secret))
                            .map(line -> line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1)))
                            .distinct())
                    .as("loggers that wrote a secret")
                    .isEmpty();
        }
    }

    private static String echo(String credential) {
        return Answers.error("Incorrect API key provided: " + credential, "invalid_request_error", "invalid_api_key");
    }
}

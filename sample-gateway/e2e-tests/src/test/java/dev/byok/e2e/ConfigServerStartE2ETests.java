package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that start with a config server, without one, and with one that has nothing of ours. */
@Timeout(90)
class ConfigServerStartE2ETests {

    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final FakeProvider PROVIDER = new FakeProvider();
    private static final PolicyText POLICY =
            new PolicyText().provider("alpha", PROVIDER.baseUrl(), "").model("openai/gpt", "", "alpha/gpt-upstream");
    private static final GitRemote REMOTE = new GitRemote();
    private static final ConfigServerProcess SERVER = new ConfigServerProcess(REMOTE);

    private static String first = "";

    private final Path lastGood;

    ConfigServerStartE2ETests(@TempDir Path folder) {
        lastGood = folder.resolve("policy.json");
    }

    @BeforeAll
    static void start() {
        PROVIDER.on("sk-first", Answers.ok("from first")).on("sk-second", Answers.ok("from second"));
        first = REMOTE.policy(POLICY.prioritized("alpha", "first")).push();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        PROVIDER.close();
    }

    @BeforeEach
    void startFromTheFirstCommit() {
        REMOTE.forcePush(first);
    }

    @Test
    void oneThatKnewAPolicyStartsWithItUntilTheServerIsBack() throws IOException {
        SERVER.start();
        try (TestGateway before = gateway(SERVER.url())) {
            assertThat(ask(before).header("x-byok-policy")).isEqualTo(first);
        }
        SERVER.kill();
        assertThat(Files.readString(lastGood)).doesNotContain("sk-first");

        try (TestGateway gateway = gateway(SERVER.url())) {
            Reply reply = ask(gateway);

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.header("x-byok-policy")).isEqualTo(first);
            String second = pushSecondKey();
            SERVER.start();
            awaitPolicy(gateway, second);
        }
    }

    @Test
    void oneThatKnowsNothingComesUpWithTheServer() {
        SERVER.kill();

        try (TestGateway gateway = gateway(SERVER.url())) {
            Reply reply = ask(gateway);

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.errorCode()).isEqualTo("policy_not_loaded");
            SERVER.start();
            awaitPolicy(gateway, first);
        }
    }

    @Test
    void oneReadsTheFilesOfAStockServer() {
        try (ConfigServerProcess stock = new ConfigServerProcess(REMOTE).startStock();
                TestGateway gateway = gateway(stock.url())) {
            assertThat(ask(gateway).header("x-byok-policy")).isEqualTo(first);

            String second = pushSecondKey();

            awaitPolicy(gateway, second);
            assertThat(ask(gateway).header("x-byok-key")).isEqualTo("second");
        }
    }

    private static String pushSecondKey() {
        POLICY.withoutOwnKeys().prioritized("alpha", "second");
        return REMOTE.policy(POLICY).push();
    }

    private static void awaitPolicy(TestGateway gateway, String version) {
        await().atMost(SECONDS).until(() -> version.equals(ask(gateway).header("x-byok-policy")));
    }

    private static Reply ask(TestGateway gateway) {
        return new Client(gateway.baseUrl(), POLICY.gatewayKey("agent")).chat(Client.chatOf("openai/gpt"));
    }

    private TestGateway gateway(String server) {
        return TestGateway.start(
                POLICY.directory(), "byok.policy.location=configserver:" + server, "byok.policy.last-good=" + lastGood);
    }
}

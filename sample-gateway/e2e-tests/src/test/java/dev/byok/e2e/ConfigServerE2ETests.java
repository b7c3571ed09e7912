package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.policy.source.PolicyWatcher;
import dev.byok.policy.source.Refusal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway whose policy comes out of a Git repository, by way of a config server in a process of its own. */
@Timeout(90)
class ConfigServerE2ETests {

    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final FakeProvider PROVIDER = new FakeProvider();
    private static final PolicyText POLICY =
            new PolicyText().provider("alpha", PROVIDER.baseUrl(), "").model("openai/gpt", "", "alpha/gpt-upstream");
    private static final GitRemote REMOTE = new GitRemote();
    private static final ConfigServerProcess SERVER = new ConfigServerProcess(REMOTE);

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestGateway gateway;

    private static String first = "";

    @BeforeAll
    static void start() {
        PROVIDER.on("sk-first", Answers.ok("from first")).on("sk-second", Answers.ok("from second"));
        first = REMOTE.policy(POLICY.prioritized("alpha", "first")).push();
        SERVER.start();
        gateway = TestGateway.start(POLICY.directory(), "byok.policy.location=configserver:" + SERVER.url());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        SERVER.close();
        PROVIDER.close();
    }

    @BeforeEach
    void startFromTheFirstCommit() {
        SERVER.start();
        REMOTE.forcePush(first);
        awaitPolicy(first);
    }

    @Test
    void aPushIsInForceWithinSeconds() {
        String second = pushSecondKey();

        awaitPolicy(second);

        Reply reply = ask();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-key")).isEqualTo("second");
        assertThat(reply.header("x-byok-policy")).isEqualTo(second);
    }

    @Test
    void aBrokenPushChangesNothingAndIsReportedWithFileAndLine() {
        String broken = REMOTE.write(
                        "byok/models.yml", "models:\n  openai/gpt: { endpoints: [{ provider: nobody, model: x }] }\n")
                .push();

        awaitRefusal(broken);

        assertThat(ask().header("x-byok-policy")).isEqualTo(first);
        assertThat(Objects.requireNonNull(refusal()).problems())
                .singleElement()
                .asString()
                .startsWith("models.yml:2 ")
                .contains("unknown provider");
        REMOTE.forcePush(first);
        await().atMost(SECONDS).until(() -> refusal() == null);
    }

    @Test
    void aPushWhoseScenariosAreWrongGoesLive() {
        String wrong = REMOTE.write("byok/scenarios/drills.yml", "scenarios: [{ nme: misspelt }, \n")
                .push();

        awaitPolicy(wrong);

        assertThat(ask().status()).isEqualTo(200);
        assertThat(refusal()).isNull();
    }

    @Test
    void aBranchThatIsSetBackIsFollowed() {
        awaitPolicy(pushSecondKey());

        REMOTE.forcePush(first);

        awaitPolicy(first);
        assertThat(ask().header("x-byok-key")).isEqualTo("first");
    }

    @Test
    void aBranchThatIsDeletedChangesNothingUntilItIsBack() {
        try (CapturedLog log = CapturedLog.of(PolicyWatcher.class.getName())) {
            REMOTE.deleteBranch();
            await().atMost(SECONDS).until(() -> log.lines().stream().anyMatch(line -> line.contains("no branch")));
            assertThat(ask().status()).isEqualTo(200);

            POLICY.withoutOwnKeys().prioritized("alpha", "second");
            String second = REMOTE.policy(POLICY).push();

            awaitPolicy(second);
        }
    }

    @Test
    void theGatewayGoesOnWhileTheServerIsDown() {
        try (CapturedLog log = CapturedLog.of(PolicyWatcher.class.getName())) {
            SERVER.kill();
            await().atMost(SECONDS)
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("cannot be read, still serving")));
            String second = pushSecondKey();

            assertThat(ask().header("x-byok-policy")).isEqualTo(first);
            SERVER.start();

            awaitPolicy(second);
        }
    }

    private static String pushSecondKey() {
        POLICY.withoutOwnKeys().prioritized("alpha", "second");
        return REMOTE.policy(POLICY).push();
    }

    private static void awaitPolicy(String version) {
        await().atMost(SECONDS).until(() -> version.equals(ask().header("x-byok-policy")));
    }

    private static void awaitRefusal(String version) {
        await().atMost(SECONDS).until(() -> {
            Refusal refusal = refusal();
            return refusal != null && refusal.version().equals(version);
        });
    }

    private static @Nullable Refusal refusal() {
        return gateway.context().getBean(PolicyWatcher.class).lastRefusal();
    }

    private static Reply ask() {
        return new Client(gateway.baseUrl(), POLICY.gatewayKey("agent")).chat(Client.chatOf("openai/gpt"));
    }
}

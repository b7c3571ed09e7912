package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample gateway and its config server, each in a process of its own: routes follow the push that changes them. */
@Timeout(150)
class SampleRoutesE2ETests {

    private static final Duration SECONDS = Duration.ofSeconds(30);
    private static final FakeProvider PROVIDER = new FakeProvider();
    private static final PolicyText POLICY = new PolicyText()
            .provider("alpha", PROVIDER.baseUrl(), "")
            .model("openai/gpt", "", "alpha/gpt-upstream")
            .prioritized("alpha", "first");
    private static final GitRemote REMOTE = new GitRemote();
    private static final ConfigServerProcess SERVER = new ConfigServerProcess(REMOTE);
    private static final int PORT = JavaProcess.freePort();
    private static final AtomicInteger ROUNDS = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path lastGood;

    private static @Nullable JavaProcess gateway;

    @BeforeAll
    static void start() {
        PROVIDER.on("sk-first", Answers.ok("from first"));
        REMOTE.policy(POLICY).write("gateway.yml", routes("/v1/**")).push();
        SERVER.start();
        gateway = startGateway();
    }

    /** Taken up to the end: routes that are read while the branch moves on are those of the later push. */
    @BeforeEach
    void startFromTheFirstRoutes() {
        String own = "/round-" + ROUNDS.incrementAndGet();
        String first =
                REMOTE.write("gateway.yml", routes("/v1/**," + own + "/**")).push();
        await().atMost(SECONDS).until(() -> ask(own).status() == 200);
        await().atMost(SECONDS).until(() -> first.equals(ask("/v1").header("x-byok-policy")));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        SERVER.close();
        PROVIDER.close();
    }

    @Test
    void followThePushWithoutARequestLostAndOutliveTheServer() {
        Queue<String> failed = new ConcurrentLinkedQueue<>();
        AtomicInteger served = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            while (!over.get()) {
                Reply reply = ask("/v1");
                served.incrementAndGet();
                if (reply.status() != 200) {
                    failed.add(reply.toString());
                }
            }
        });
        caller.setDaemon(true);
        caller.start();
        assertThat(ask("/v2").status()).isEqualTo(404);

        String second = REMOTE.write("gateway.yml", routes("/v1/**,/v2/**")).push();
        await().atMost(SECONDS).until(() -> ask("/v2").status() == 200);
        assertThat(ask("/v2").header("x-byok-policy")).isEqualTo(second);

        String broken = REMOTE.write("gateway.yml", routes("/v1/**,/v2/**") + "        - NoSuchFilter\n")
                .push();
        await().atMost(SECONDS).until(() -> broken.equals(ask("/v1").header("x-byok-policy")));
        await().during(Duration.ofSeconds(2))
                .atMost(SECONDS)
                .until(() -> ask("/v2").status() == 200);

        String third = REMOTE.write("gateway.yml", routes("/v1/**,/v3/**")).push();
        await().atMost(SECONDS).until(() -> ask("/v3").status() == 200);
        assertThat(ask("/v2").status()).isEqualTo(404);
        over.set(true);
        await().until(() -> !caller.isAlive());
        assertThat(failed).isEmpty();
        assertThat(served).hasPositiveValue();

        SERVER.kill();
        restart();

        assertThat(ask("/v3").status()).isEqualTo(200);
        assertThat(ask("/v3").header("x-byok-policy")).isEqualTo(third);
        SERVER.start();
        String fourth = REMOTE.write("gateway.yml", routes("/v4/**")).push();
        await().atMost(SECONDS).until(() -> ask("/v4").status() == 200);
        assertThat(ask("/v4").header("x-byok-policy")).isEqualTo(fourth);
        assertThat(ask("/v3").status()).isEqualTo(404);
    }

    @Test
    void areTheLastGoodOnesAtAStartByRoutesThatCannotBeBuilt() {
        REMOTE.write("gateway.yml", routes("/v5/**")).push();
        await().atMost(SECONDS).until(() -> ask("/v5").status() == 200);
        String broken = REMOTE.write("gateway.yml", routes("/v5/**") + "        - NoSuchFilter\n")
                .push();
        await().atMost(SECONDS).until(() -> broken.equals(ask("/v5").header("x-byok-policy")));

        restart();

        assertThat(ask("/v5").status()).isEqualTo(200);
        assertThat(ask("/v5").header("x-byok-policy")).isEqualTo(broken);
        REMOTE.write("gateway.yml", routes("/v6/**")).push();
        await().atMost(SECONDS).until(() -> ask("/v6").status() == 200);
        assertThat(ask("/v5").status()).isEqualTo(404);
    }

    /** The branch moves on all the time, to a commit whose policy is refused and whose routes lead elsewhere. */
    @Test
    void areThoseOfTheCommitWhosePolicyIsInForce() {
        Set<String> inForce = new HashSet<>();
        String refused = "byok/workspaces/refused.yml";
        while (inForce.size() < 5) {
            REMOTE.delete(refused)
                    .write("gateway.yml", routes("/v1/**,/good/**"))
                    .push();
            REMOTE.write(refused, "api")
                    .write("gateway.yml", routes("/v1/**,/refused/**"))
                    .push();

            inForce.add(ask("/v1").header("x-byok-policy"));
            assertThat(ask("/refused").status()).isEqualTo(404);
        }

        String last = REMOTE.delete(refused)
                .write("gateway.yml", routes("/v1/**,/last/**"))
                .push();
        await().atMost(SECONDS).until(() -> ask("/last").status() == 200);
        assertThat(ask("/last").header("x-byok-policy")).isEqualTo(last);
        assertThat(ask("/refused").status()).isEqualTo(404);
    }

    private static void restart() {
        if (gateway != null) {
            gateway.close();
        }
        gateway = startGateway();
    }

    private static String routes(String paths) {
        return """
                spring.cloud.gateway.server.webflux:
                  routes:
                    - id: llm
                      uri: byok://auto
                      predicates: ["Path=%s"]
                      filters:
                        - Byok
                """.formatted(paths);
    }

    private static Reply ask(String prefix) {
        return new Client("http://127.0.0.1:" + PORT + prefix, POLICY.gatewayKey("agent"))
                .chat(Client.chatOf("openai/gpt"));
    }

    private static JavaProcess startGateway() {
        return JavaProcess.start(
                "gateway",
                "dev.byok.sample.SampleGatewayApplication",
                Map.of(
                        "SPRING_PROFILES_ACTIVE",
                        "config-server",
                        "BYOK_CONFIG_SERVER",
                        SERVER.url(),
                        "BYOK_LAST_GOOD",
                        lastGood.toString(),
                        "BYOK_POLICY_POLLINTERVAL",
                        "100ms",
                        "BYOK_PORT",
                        String.valueOf(PORT)),
                URI.create("http://127.0.0.1:" + PORT + "/actuator/health/readiness"));
    }
}

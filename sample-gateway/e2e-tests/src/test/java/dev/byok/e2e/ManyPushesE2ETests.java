package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.policy.source.PolicyWatcher;
import dev.byok.policy.source.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Pushes, a third of them broken, while callers stream. Each changes provider, model and key together, so that what
 * arrives upstream tells of which commit it is. The long run: {@code sample-gateway/test -pl :e2e-tests -am
 * -Dtest=ManyPushesE2ETests -Dsurefire.failIfNoSpecifiedTests=false -Dbyok.pushes=200 -Dbyok.callers=64}.
 */
@ExtendWith(LeakWatch.class)
class ManyPushesE2ETests {

    private static final int PUSHES = Integer.getInteger("byok.pushes", 20);
    private static final int CALLERS = Integer.getInteger("byok.callers", 16);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PIECES = 8;
    private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

    private static final List<FakeProvider> PROVIDERS = List.of(new FakeProvider(), new FakeProvider());
    private static final PolicyText POLICY = new PolicyText();
    private static final GitRemote REMOTE = new GitRemote();
    private static final ConfigServerProcess SERVER = new ConfigServerProcess(REMOTE);

    /** Which push a version is. */
    private final Map<String, Integer> pushes = new ConcurrentHashMap<>();

    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @BeforeAll
    static void start() {
        for (int provider = 0; provider < PROVIDERS.size(); provider++) {
            String name = "provider-" + provider;
            POLICY.provider(name, PROVIDERS.get(provider).baseUrl(), "");
            for (int push = 0; push <= PUSHES; push++) {
                PROVIDERS.get(provider).on("sk-key-" + push, (call, response) -> echo(name, call, response));
            }
        }
        REMOTE.policy(words(0)).push();
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        PROVIDERS.forEach(FakeProvider::close);
    }

    @Test
    @Timeout(3_600)
    void everyCallBelongsWhollyToTheCommitThatItsAnswerNames() throws InterruptedException {
        pushes.put(REMOTE.version(), 0);
        try (TestGateway gateway =
                TestGateway.start(POLICY.directory(), "byok.policy.location=configserver:" + SERVER.url())) {
            List<Thread> callers = callers(gateway);

            for (int push = 1; push <= PUSHES; push++) {
                if (push % 3 == 2) {
                    awaitRefusal(gateway, pushBroken(push));
                } else {
                    awaitAnswerBy(pushGood(push));
                }
                PROVIDERS.forEach(FakeProvider::forget);
            }
            over = true;
            for (Thread caller : callers) {
                caller.join();
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(answered).isEqualTo(pushes.keySet());
    }

    private String pushGood(int push) {
        String version = REMOTE.policy(words(push)).commit();
        // Before the first answer can name it.
        pushes.put(version, push);
        REMOTE.pushAgain();
        return version;
    }

    private static String pushBroken(int push) {
        return REMOTE.policy(words(push))
                .write("byok/models.yml", "models:\n  openai/gpt: { endpoints: [{ provider: nobody, model: x }] }\n")
                .push();
    }

    private static PolicyText words(int push) {
        String provider = "provider-" + providerOf(push);
        return POLICY.model("openai/gpt", "", provider + "/model-" + push)
                .withoutOwnKeys()
                .prioritized(provider, "key-" + push);
    }

    private static int providerOf(int push) {
        return push % PROVIDERS.size();
    }

    private List<Thread> callers(TestGateway gateway) {
        Client client = new Client(gateway.baseUrl(), POLICY.gatewayKey("agent"));
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> callUntilOver(client), "caller-" + i);
            caller.setDaemon(true);
            caller.start();
            callers.add(caller);
        }
        return callers;
    }

    private void callUntilOver(Client client) {
        while (!over && wrong.size() < 10) {
            try (LiveStream stream = client.open(Client.streamOf("openai/gpt"))) {
                check(stream);
            } catch (RuntimeException | AssertionError e) {
                wrong.add(e.toString());
            }
        }
    }

    private void check(LiveStream stream) {
        List<String> events = stream.rest();
        String version = String.valueOf(stream.header("x-byok-policy"));
        Integer push = pushes.get(version);
        String expected = push == null
                ? "no such push"
                : "provider-%d model-%d sk-key-%d;"
                        .formatted(providerOf(push), push, push)
                        .repeat(PIECES);
        String text = LiveStream.text(events);
        boolean whole = events.get(events.size() - 1).equals(Answers.DONE);
        if (stream.status() != 200
                || !whole
                || !text.equals(expected)
                || !("key-" + push).equals(stream.header("x-byok-key"))) {
            wrong.add(stream.status() + " by " + version + " (push " + push + ", key " + stream.header("x-byok-key")
                    + "): " + events);
            return;
        }
        answered.add(version);
    }

    private void awaitAnswerBy(String version) {
        await().atMost(PATIENCE).until(() -> answered.contains(version) || !wrong.isEmpty());
        assertThat(wrong).isEmpty();
    }

    private void awaitRefusal(TestGateway gateway, String version) {
        PolicyWatcher watcher = gateway.context().getBean(PolicyWatcher.class);
        await().atMost(PATIENCE).until(() -> {
            Refusal refusal = watcher.lastRefusal();
            return refusal != null && refusal.version().equals(version);
        });
        assertThat(wrong).isEmpty();
    }

    /** Streams, slowly enough for a push to come between, what the request says about its commit. */
    private static Publisher<Void> echo(String provider, FakeProvider.Call call, HttpServerResponse response) {
        Matcher model = MODEL.matcher(call.body());
        String said = provider + " " + (model.find() ? model.group(1) : "?") + " " + call.credential() + ";";
        Flux<String> pieces = Flux.interval(Duration.ofMillis(5), Duration.ofMillis(15))
                .take(PIECES)
                .map(piece -> Answers.content(said));
        return FakeProvider.stream(response, pieces.concatWith(Flux.just(Answers.finish(), Answers.DONE)));
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A thousand streams at once through routes that are chosen by body and caller. A few callers take nothing while their
 * provider sends all it can; half of the callers leave in the middle.
 */
@ExtendWith(LeakWatch.class)
class ManyStreamsE2ETests {

    private static final int STREAMS = 1_000;
    private static final int SLOW = 10;
    private static final int LEAVING = STREAMS / 2;
    private static final int OPENED_AT_ONCE = 100;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MODEL = "openai/gpt";

    private static final RoundsProvider PROVIDER = new RoundsProvider();
    private static final PolicyText POLICY = new PolicyText()
            .provider("alpha", PROVIDER.baseUrl(), "timeouts: { stall: 60s, first-output: 60s }")
            .model(MODEL, "", "alpha/gpt-upstream")
            .caller("batch", "")
            .key("alpha", "prioritized", "agents", "api-keys: [agent]")
            .key("alpha", "prioritized", "batches", "api-keys: [batch]");

    private static final LoopResources LOOPS = LoopResources.create("streams", 1, true);
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                POLICY.write().directory(),
                new Routes(1)
                        .byok("whole", "Path=/any/**;ByokModel=openai/*;ByokStreaming=false")
                        .byok("other", "Path=/any/**;ByokModel=meta/*;ByokStreaming=true")
                        .byok("agent", "Path=/any/**;ByokModel=openai/*;ByokStreaming=true;ByokCaller=agent")
                        .byok("batch", "Path=/any/**;ByokModel=openai/*;ByokStreaming=true;ByokCaller=batch")
                        .properties());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        PROVIDER.close();
        LOOPS.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }

    @Test
    @Timeout(240)
    void goTheirWayWhileSomeAreSlowAndHalfOfThemLeave() {
        Footprint.assertStopsGrowing(5, () -> {
            PROVIDER.forget();
            ConnectionProvider connections = ConnectionProvider.create("streams", STREAMS);
            try {
                streamAll(connections);
            } finally {
                connections.disposeLater().block(Duration.ofSeconds(10));
            }
        });
    }

    private static void streamAll(ConnectionProvider connections) {
        List<StreamReader> readers = openAll(connections);
        awaitStandstillOfTheSlow();

        playRounds(0, having(readers, reader -> !reader.slow()));
        assertThat(having(readers, StreamReader::slow)).allMatch(reader -> reader.begun() && !reader.completed());
        Set<Integer> left = leave(readers);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(PROVIDER.givenUp()).isEqualTo(left));
        List<StreamReader> staying = having(readers, reader -> !left.contains(reader.number()));
        assertThat(PROVIDER.open()).isEqualTo(STREAMS - LEAVING);
        playRounds(ROUNDS, staying);
        PROVIDER.finish();

        await().atMost(PATIENCE).until(() -> staying.stream().allMatch(StreamReader::completed));
        assertThat(staying).hasSize(STREAMS - LEAVING).allSatisfy(reader -> {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.route()).isEqualTo(reader.number() % 2 == 0 ? "agent" : "batch");
            assertThat(reader.text()).isEqualTo(wholeText(reader));
            assertThat(reader.endsWith(Answers.DONE)).isTrue();
        });
        assertThat(PROVIDER.credentialsByParity())
                .isEqualTo(Map.of(0, Set.of("Bearer sk-agents"), 1, Set.of("Bearer sk-batches")));
        assertThat(readers).allMatch(reader -> reader.error() == null);
    }

    private static List<StreamReader> openAll(ConnectionProvider connections) {
        HttpClient agents = caller(connections, "agent");
        HttpClient batches = caller(connections, "batch");
        List<StreamReader> readers = new ArrayList<>();
        for (int from = 0; from < STREAMS; from += OPENED_AT_ONCE) {
            IntStream.range(from, from + OPENED_AT_ONCE)
                    .mapToObj(number ->
                            new StreamReader(number, number < SLOW).open(number % 2 == 0 ? agents : batches, MODEL))
                    .forEach(readers::add);
            // No headers come before the first output: the role alone is none, so that these wait for their first
            // round.
            int opened = from + OPENED_AT_ONCE - SLOW;
            await().atMost(PATIENCE).until(() -> PROVIDER.open() == opened);
        }
        return readers;
    }

    private static HttpClient caller(ConnectionProvider connections, String name) {
        return HttpClient.create(connections)
                .runOn(LOOPS)
                .baseUrl("http://127.0.0.1:" + gateway.port() + "/any")
                .headers(headers -> headers.set("authorization", "Bearer " + POLICY.gatewayKey(name))
                        .set("content-type", "application/json"));
    }

    /** Comes back when the slow callers' connections are full, all the way to the provider. */
    private static void awaitStandstillOfTheSlow() {
        long[] before = {-1};
        await().atMost(PATIENCE).during(Duration.ofMillis(300)).until(() -> {
            long now = PROVIDER.flooded();
            boolean still = now == before[0];
            before[0] = now;
            return still && now > SLOW;
        });
    }

    /** Nobody gets a round's event before everybody has the event of the round before. */
    private static void playRounds(int first, List<StreamReader> readers) {
        for (int i = first; i < first + ROUNDS; i++) {
            int round = i;
            PROVIDER.round(round);
            await().atMost(PATIENCE).until(() -> readers.stream()
                    .allMatch(reader -> reader.has(RoundsProvider.word(reader.number(), round))));
        }
    }

    private static Set<Integer> leave(List<StreamReader> readers) {
        List<StreamReader> leaving = readers.subList(0, LEAVING);
        leaving.forEach(Disposable::dispose);
        return leaving.stream().map(StreamReader::number).collect(Collectors.toSet());
    }

    private static String wholeText(StreamReader reader) {
        return IntStream.range(0, 2 * ROUNDS)
                .mapToObj(round -> RoundsProvider.word(reader.number(), round))
                .collect(Collectors.joining());
    }

    private static List<StreamReader> having(List<StreamReader> readers, Predicate<StreamReader> what) {
        return readers.stream().filter(what).toList();
    }
}

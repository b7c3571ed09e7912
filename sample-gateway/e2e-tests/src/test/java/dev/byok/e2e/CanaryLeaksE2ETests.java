package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.e2e.CanarySinks.Sink;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is leaked on purpose is found wherever {@link CanaryE2ETests} looks, in one disguise or another. */
class CanaryLeaksE2ETests {

    private static final Canary LEAK = Canary.of("leak", "sk-");
    private static final byte[] BYTES = LEAK.value().getBytes(StandardCharsets.US_ASCII);

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static CanaryWorld world;

    @BeforeAll
    static void start() {
        world = new CanaryWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void inALogLine() {
        Logger logger = LoggerFactory.getLogger("host.leak");
        logger.trace("sent {}", Base64.getEncoder().encodeToString(BYTES));
        Logger split = LoggerFactory.getLogger("host.split");
        split.trace("read {}", LEAK.value().substring(0, 17));
        split.trace("{} read", LEAK.value().substring(17));
        LoggerFactory.getLogger("host.thrown")
                .debug("failed", new IllegalStateException("of", new IllegalArgumentException(LEAK.value())));

        assertFound(CanarySinks.log(world.log.events()), "log host.leak", "log host.split", "log host.thrown");
    }

    @Test
    void inAReceipt() {
        LoggerFactory.getLogger("dev.byok.generation").info("generation=gen-1 key={}", LEAK.value());

        assertFound(CanarySinks.log(world.log.events()), "log dev.byok.generation");
    }

    @Test
    void inAMetersTag() {
        MeterRegistry registry = world.gateway.context().getBean(MeterRegistry.class);
        registry.counter("host.leak", "key", HexFormat.of().formatHex(BYTES)).increment();

        assertFound(CanarySinks.meters(registry), "meter host.leak");
    }

    @Test
    void inASpansAttribute() {
        ObservationRegistry registry = world.gateway.context().getBean(ObservationRegistry.class);
        Observation.createNotStarted("host.leak", registry)
                .highCardinalityKeyValue("url", "?key=" + URLEncoder.encode(LEAK.value(), StandardCharsets.US_ASCII))
                .observe(() -> {});

        assertFound(world.gateway.context().getBean(CanaryHost.SpanLog.class).spans(), "span host.leak");
    }

    @Test
    void inTheActuatorAndInAnAnswersBodyAndHeaders() {
        world.gateway.context().getBean(CanaryHost.Planted.class).leak(LEAK.value());
        CanaryCaller caller = new CanaryCaller(world);
        HttpResponse<String> error = caller.get("/leak");
        Sink sink = new Sink()
                .add("actuator info", caller.get("/actuator/info").body())
                .add("answer's body", error.body())
                .add("answer's headers", error.headers().map().toString());

        assertFound(sink, "actuator info", "answer's body", "answer's headers");
    }

    @Test
    void inWhatAProviderGets() {
        world.alpha.on(world.first.value(), Answers.ok("hello there"));
        CanaryCaller caller = new CanaryCaller(world);
        caller.expect(
                200, "a leak", caller.post(world.agent, Client.chatOf("own/gpt").replace("hi", LEAK.value())));

        Sink sink = new Sink();
        world.alpha.calls().forEach(call -> sink.add("upstream", call.headers() + call.body()));

        assertThat(caller.surprises()).isEmpty();
        assertFound(sink, "upstream");
    }

    private static void assertFound(Sink sink, String... places) {
        assertThat(sink.leaks(List.of(LEAK)))
                .extracting(leak -> leak.substring(0, leak.indexOf(':')))
                .contains(places);
    }
}

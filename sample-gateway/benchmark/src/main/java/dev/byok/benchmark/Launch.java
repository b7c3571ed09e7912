package dev.byok.benchmark;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One gateway process: warmed with every load, then measured in turns with others, then ended. */
final class Launch implements AutoCloseable {

    private static final int WARM_UP_ROUNDS = 15;

    /** Few enough to leave the compiler time of its own. */
    private static final int WARM_UP_CONNECTIONS = 8;

    /** The share of a round's time below which the compiler counts as done. */
    private static final double COMPILED = 0.03;

    /** A new set of connections may undo compiled code: a measurement beside the compiler is made again. */
    private static final int MEASUREMENTS = 8;

    /** What is not a JVM is warm after a tenth of the requests. */
    private static final int PEERS_SHARE = 10;

    private final Settings settings;
    private final Keys keys;
    private final Variant variant;
    private final int number;
    private final Server server;
    private final Process gateway;
    private final LoadGenerator generator;
    private final String base;

    Launch(Settings settings, Keys keys, Variant variant, int number) {
        this.settings = settings.only(variant);
        this.keys = keys;
        this.variant = variant;
        this.number = number;
        this.base = "http://127.0.0.1:" + this.settings.gatewayPort();
        this.server = Server.of(this.settings, variant, keys);
        this.generator = new LoadGenerator(this.settings, keys.caller(), server.headers());
        // As in a container. Boot's own log file would be rolled and compressed by the gateway's process all the time.
        Path log = settings.work().resolve("gateway-" + variant.name() + ".out");
        this.gateway = Processes.start(bothCores(), server.command(), server.environment(), log);
        Processes.await("gateway", gateway, () -> Http.isUp(base + server.ready()), log);
    }

    Variant variant() {
        return variant;
    }

    /** Makes it as fast as it will be, then gives it the one core on which it is measured. */
    void warmUp(long ticksPerSecond) {
        for (Load load : loads()) {
            warmUp(load, ticksPerSecond);
        }
        Processes.pin(gateway, settings.gatewayCpu());
        for (Load load : loads()) {
            run(load, load.connections(), settings.measure());
        }
    }

    private List<Load> loads() {
        return settings.loads().stream().filter(variant::takes).toList();
    }

    /**
     * Measures a load; each answer, and each request upstream, must be right.
     *
     * @return the first measurement during which the compiler was done, else the last
     */
    Sample measure(Load load, int round, long ticksPerSecond) {
        Sample sample = measureOnce(load, round, ticksPerSecond);
        for (int i = 1; i < MEASUREMENTS && sample.compiling() >= COMPILED; i++) {
            sample = measureOnce(load, round, ticksPerSecond);
        }
        return sample;
    }

    private Sample measureOnce(Load load, int round, long ticksPerSecond) {
        expect(load);
        int answerLength = checkAnswer(load);
        expect(load);
        long openBefore = counts().open();
        long before = Processes.cpuTicks(gateway);
        long compilerBefore = Processes.compilerTicks(gateway);
        WrkResult result = generator.run(load, load.connections(), settings.measure());
        long used = Processes.cpuTicks(gateway) - before;
        long compiler = Processes.compilerTicks(gateway) - compilerBefore;
        Counts counts = counts();
        check(load, result, counts, answerLength);
        Processes.awaitIdle(gateway);
        double perThousand = 1000.0 * used / ticksPerSecond / result.requests();
        double compiling = used == 0 ? 0 : 1.0 * Math.max(0, compiler) / used;
        Sample.Connections connections = new Sample.Connections(openBefore, counts.open(), counts.opened());
        return new Sample(variant, load, number, round, perThousand, compiling, result, connections);
    }

    /** On one core that the load keeps busy the compiler would hardly get a turn, and the JVM would stay cold. */
    private String bothCores() {
        return settings.gatewayCpu() + "," + settings.loadCpu();
    }

    /** Seconds alone say little: it is warm when the compiler has no more to do. */
    private void warmUp(Load load, long ticksPerSecond) {
        int enough = load.warmUpRequests() / (variant.ofSample() ? 1 : PEERS_SHARE);
        long answered = run(load, load.connections(), settings.warmUp());
        boolean compiled = !variant.ofSample();
        for (int i = 0; i < WARM_UP_ROUNDS && !(compiled && answered >= enough); i++) {
            long before = Processes.compilerTicks(gateway);
            answered += run(load, Math.min(WARM_UP_CONNECTIONS, load.connections()), settings.warmUp());
            long compiling = Processes.compilerTicks(gateway) - before;
            compiled = compiling < COMPILED * settings.warmUp() * ticksPerSecond;
        }
        if (answered < enough) {
            throw new FailedException(what(load) + "only " + answered
                    + " answers while warming up; choose a longer BENCHMARK_WARM_UP or a quieter machine");
        }
    }

    /**
     * Returns how many answers came. What is broken off at the end still goes upstream, and may close connections that already
     * serve another request: whoever has the next turn, of this gateway or another one, has to find it quiet.
     */
    private long run(Load load, int connections, int seconds) {
        expect(load);
        long answered = generator.run(load, connections, seconds).requests();
        Processes.awaitIdle(gateway);
        return answered;
    }

    private void expect(Load load) {
        Http.post(settings.upstream() + Upstream.EXPECT + variant.name() + "/" + load.name());
    }

    private Counts counts() {
        return Counts.of(Http.get(settings.upstream() + Upstream.COUNTS));
    }

    /** One request whose answer is compared to the last byte; the load generator counts bytes only. */
    private int checkAnswer(Load load) {
        HttpResponse<byte[]> answer =
                Http.chat(base + Upstream.CHAT, keys.caller(), server.headers(), ChatBodies.sent(load));
        if (answer.statusCode() != 200 || !isRight(answer.body(), load)) {
            throw new FailedException(what(load) + "the answer of status " + answer.statusCode() + " with "
                    + answer.body().length + " bytes is not what the upstream sent");
        }
        return answer.body().length;
    }

    private boolean isRight(byte[] answer, Load load) {
        if (variant.rewrites() && load.translated()) {
            return StreamText.of(answer).equals(ProviderAnswers.textOfMessages());
        }
        byte[] expected = ProviderAnswers.expected(load);
        if (variant.keepsBytes() || load.streamed()) {
            return Arrays.equals(answer, expected);
        }
        JsonMapper json = new JsonMapper();
        try {
            return json.readTree(answer)
                    .path("choices")
                    .equals(json.readTree(expected).path("choices"));
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private void check(Load load, WrkResult result, Counts counts, int answerLength) {
        String what = what(load);
        counts.check(what, result, load.connections(), variant.rewrites() && load.failsOver());
        if (result.requests() == 0 || result.refused() > 0 || result.broken() > 0) {
            throw new FailedException(what + result.requests() + " answers, " + result.refused() + " refused, "
                    + result.broken() + " broken");
        }
        if (result.bytes() < result.requests() * answerLength) {
            throw new FailedException(what + "answers are not complete");
        }
    }

    private String what(Load load) {
        return variant.title() + ", " + load.title() + ": ";
    }

    @Override
    public void close() {
        Processes.end(gateway);
    }
}

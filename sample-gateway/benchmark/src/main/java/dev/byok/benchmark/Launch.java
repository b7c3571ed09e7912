package dev.byok.benchmark;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One gateway process: warmed with every load, then measured with each, then ended. */
final class Launch implements AutoCloseable {

    private static final int WARM_UP_ROUNDS = 15;

    /** Few enough to leave the compiler time of its own. */
    private static final int WARM_UP_CONNECTIONS = 8;

    /** The share of a round's time below which the compiler counts as done. */
    private static final double COMPILED = 0.03;

    private final Settings settings;
    private final Keys keys;
    private final Variant variant;
    private final int number;
    private final Process gateway;
    private final String url;

    /** The credentials of a run. */
    record Keys(String caller, String provider) {}

    Launch(Settings settings, Keys keys, Variant variant, int number) {
        this.settings = settings;
        this.keys = keys;
        this.variant = variant;
        this.number = number;
        String base = "http://127.0.0.1:" + settings.gatewayPort();
        this.url = base + Upstream.CHAT;
        // As in a container. Boot's own log file would be rolled and compressed by the gateway's process all the time.
        Path log = settings.work().resolve("gateway-" + variant.name() + ".out");
        this.gateway = Processes.start(bothCores(), command(), environment(), log);
        Processes.await("gateway", gateway, () -> Http.isUp(base + "/actuator/health/readiness"), log);
    }

    /** Measures every load; each answer, and each request upstream, must be right. */
    List<Sample> measure(long ticksPerSecond) {
        for (Load load : settings.loads()) {
            warmUp(load, ticksPerSecond);
        }
        Processes.pin(gateway, settings.gatewayCpu());
        List<Sample> samples = new ArrayList<>();
        for (Load load : settings.loads()) {
            run(load, load.connections(), Math.max(1, settings.measure() / 3));
            Processes.awaitIdle(gateway);
            expect();
            checkAnswer(load);
            long before = Processes.cpuTicks(gateway);
            long compilerBefore = Processes.compilerTicks(gateway);
            WrkResult result = run(load, load.connections(), settings.measure());
            long used = Processes.cpuTicks(gateway) - before;
            long compiler = Processes.compilerTicks(gateway) - compilerBefore;
            check(load, result);
            double perThousand = 1000.0 * used / ticksPerSecond / result.requests();
            samples.add(new Sample(variant, load, number, perThousand, 1.0 * Math.max(0, compiler) / used, result));
        }
        return samples;
    }

    /** On one core that the load keeps busy the compiler would hardly get a turn, and the JVM would stay cold. */
    private String bothCores() {
        return settings.gatewayCpu() + "," + settings.loadCpu();
    }

    /** Seconds alone say little: it is warm when the compiler has no more to do. */
    private void warmUp(Load load, long ticksPerSecond) {
        long answered = run(load, load.connections(), settings.warmUp()).requests();
        boolean compiled = false;
        for (int i = 0; i < WARM_UP_ROUNDS && !(compiled && answered >= load.warmUpRequests()); i++) {
            long before = Processes.compilerTicks(gateway);
            answered += run(load, WARM_UP_CONNECTIONS, settings.warmUp()).requests();
            long compiling = Processes.compilerTicks(gateway) - before;
            compiled = compiling < COMPILED * settings.warmUp() * ticksPerSecond;
        }
        if (answered < load.warmUpRequests()) {
            throw new FailedException(variant.title() + ", " + load.title() + ": only " + answered
                    + " answers while warming up; choose a longer BENCHMARK_WARM_UP or a quieter machine");
        }
    }

    private WrkResult run(Load load, int connections, int seconds) {
        // What the load before broke off at its end may close connections that already serve another request.
        Processes.awaitIdle(gateway);
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "--latency",
                "-s",
                settings.work().resolve(Benchmark.SCRIPT).toString(),
                url);
        Map<String, String> environment = Map.of(
                "BENCHMARK_BODY", Benchmark.bodyFile(settings, load).toString(), Upstream.CALLER_KEY, keys.caller());
        return WrkResult.of(Processes.run(settings.loadCpu(), command, environment));
    }

    private void expect() {
        Http.post(upstream(Upstream.EXPECT + variant));
    }

    /** One request whose answer is compared to the last byte; the load generator counts bytes only. */
    private void checkAnswer(Load load) {
        HttpResponse<byte[]> answer = Http.chat(url, keys.caller(), ChatBodies.sent(load));
        if (answer.statusCode() != 200 || !Arrays.equals(answer.body(), ProviderAnswers.expected(load))) {
            throw new FailedException(variant.title() + ", " + load.title() + ": the answer of status "
                    + answer.statusCode() + " with " + answer.body().length + " bytes is not what the upstream sent");
        }
    }

    private void check(Load load, WrkResult result) {
        String what = variant.title() + ", " + load.title() + ": ";
        String[] counts = Http.get(upstream(Upstream.COUNTS)).split(" ", 3);
        long arrived = Long.parseLong(counts[0]);
        if (Long.parseLong(counts[1]) > 0) {
            throw new FailedException(what + counts[1] + " of " + arrived + " requests arrived wrong: " + counts[2]);
        }
        if (result.requests() == 0 || result.refused() > 0 || result.broken() > 0) {
            throw new FailedException(what + result.requests() + " answers, " + result.refused() + " refused, "
                    + result.broken() + " broken");
        }
        // Those in flight at either end of the measurement are counted on one side only.
        if (arrived < result.requests() || arrived > result.requests() + 2L * load.connections() + 1) {
            throw new FailedException(what + result.requests() + " answers, but " + arrived + " requests arrived");
        }
        if (result.bytes() < result.requests() * ProviderAnswers.expected(load).length) {
            throw new FailedException(what + "answers are not complete");
        }
    }

    private String upstream(String path) {
        return "http://127.0.0.1:" + settings.upstreamPort() + path;
    }

    private List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(settings.jvmOptions());
        command.addAll(List.of("-jar", settings.gatewayJar().toString()));
        command.add(variant.argument());
        return command;
    }

    private Map<String, String> environment() {
        Path files = GatewayFiles.write(settings.work(), variant, settings.upstreamPort(), keys.caller());
        return Map.of(
                "BYOK_PORT",
                String.valueOf(settings.gatewayPort()),
                "BYOK_ADDRESS",
                "127.0.0.1",
                "BYOK_CONFIG_REPO",
                files.toString(),
                Upstream.PROVIDER_KEY,
                keys.provider());
    }

    @Override
    public void close() {
        Processes.end(gateway);
    }
}

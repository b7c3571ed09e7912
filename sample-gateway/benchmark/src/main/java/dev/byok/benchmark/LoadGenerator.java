package dev.byok.benchmark;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a gateway under load: wrk, or for the first byte of streams a client of the benchmark's own. */
final class LoadGenerator {

    /** What the load generator's process gets beside the caller's credential. */
    static final String BODY = "BENCHMARK_BODY";

    static final String HEADERS = "BENCHMARK_HEADERS";

    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx64m");

    private final Settings settings;
    private final String callerKey;
    private final String headers;

    /** A generator whose requests carry these headers. */
    LoadGenerator(Settings settings, String callerKey, Map<String, String> headers) {
        this.settings = settings;
        this.callerKey = callerKey;
        this.headers = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
    }

    WrkResult run(Load load, int connections, int seconds) {
        Map<String, String> environment =
                Map.of(BODY, Benchmark.bodyFile(settings, load).toString(), HEADERS, headers, Keys.CALLER, callerKey);
        List<String> command = load.firstByte() ? firstByte(seconds) : wrk(connections, seconds);
        return WrkResult.of(Processes.run(String.valueOf(settings.loadCpu()), command, environment));
    }

    private List<String> firstByte(int seconds) {
        String port = String.valueOf(settings.gatewayPort());
        return Java.self(SMALL, List.of(Benchmark.FIRST_BYTE, port, String.valueOf(seconds)));
    }

    private List<String> wrk(int connections, int seconds) {
        return List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "--latency",
                "-s",
                settings.work().resolve(Benchmark.SCRIPT).toString(),
                "http://127.0.0.1:" + settings.gatewayPort() + Upstream.CHAT);
    }
}

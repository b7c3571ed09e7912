package dev.byok.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a run is made.
 *
 * @param launches of each variant; they alternate
 * @param warmUp seconds of each load before the first measurement of a launch
 * @param measure seconds of each load
 * @param gatewayJar the sample gateway's executable jar
 * @param work where policy, logs and results are written
 */
record Settings(
        int launches,
        int warmUp,
        int measure,
        List<Load> loads,
        List<Variant> variants,
        int gatewayCpu,
        int loadCpu,
        int gatewayPort,
        int upstreamPort,
        List<String> jvmOptions,
        Path gatewayJar,
        Path work) {

    private static final String HEAP = "-XX:+UseG1GC -Xms1g -Xmx1g";

    /** Reads them from environment variables {@code BENCHMARK_…}. */
    static Settings of(Map<String, String> environment) {
        Reader from = new Reader(environment);
        boolean withoutLog = Boolean.parseBoolean(from.text("WITHOUT_LOG", "false"));
        return new Settings(
                from.number("LAUNCHES", 3),
                from.number("WARM_UP", 20),
                from.number("MEASURE", 15),
                words(from.text("LOADS", "chat-1k chat-16k stream").replace(',', ' ')).stream()
                        .map(Load::of)
                        .toList(),
                withoutLog
                        ? List.of(Variant.BARE, Variant.BYOK, Variant.BYOK_WITHOUT_LOG)
                        : List.of(Variant.BARE, Variant.BYOK),
                from.number("GATEWAY_CPU", 0),
                from.number("LOAD_CPU", 1),
                from.number("GATEWAY_PORT", 9201),
                from.number("UPSTREAM_PORT", 9202),
                words(from.text("JVM_OPTIONS", HEAP)),
                Path.of(from.text("GATEWAY_JAR", "")).toAbsolutePath(),
                Path.of(from.text("WORK", "target/benchmark")).toAbsolutePath());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.trim().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private record Reader(Map<String, String> environment) {

        String text(String name, String otherwise) {
            String value = environment.get("BENCHMARK_" + name);
            return value == null || value.isBlank() ? otherwise : value;
        }

        int number(String name, int otherwise) {
            String text = text(name, String.valueOf(otherwise));
            try {
                return Integer.parseUnsignedInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("BENCHMARK_" + name + "=" + text + ": expected a number", e);
            }
        }
    }
}

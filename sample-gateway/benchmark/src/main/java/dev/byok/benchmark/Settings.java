package dev.byok.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a run is made.
 *
 * @param launches of each variant
 * @param rounds of each launch, in which the variants take turns
 * @param warmUp seconds of a round of warm-up
 * @param measure seconds of each load in each round
 * @param variants the bare one first
 * @param planning whether the planner is measured by itself
 * @param translation whether translating is measured by itself
 * @param live whether it is measured how a large policy goes live
 * @param gatewayPort the first variant's; those of the others follow
 * @param gatewayJar the sample gateway's executable jar
 * @param portkey where the peer of that name is installed
 * @param work where policy, logs and results are written
 */
record Settings(
        int launches,
        int rounds,
        int warmUp,
        int measure,
        List<Load> loads,
        List<Variant> variants,
        boolean planning,
        boolean translation,
        boolean live,
        int gatewayCpu,
        int loadCpu,
        int gatewayPort,
        int upstreamPort,
        List<String> jvmOptions,
        Path gatewayJar,
        Path portkey,
        Path work) {

    /** Stands among the loads, though nothing is sent for it. */
    static final String PLANNING = "planning";

    /** As that: one request in another dialect's words. */
    static final String TRANSLATION = "translation";

    /** As that: the time until a large policy is in force, and the heap for it. */
    static final String LIVE = "live";

    private static final String HEAP = "-XX:+UseG1GC -Xms1g -Xmx1g";
    private static final String LOADS =
            "chat-1k chat-16k chat-256k failover stream stream-translated stream-slow ttfb planning translation live";
    private static final String VARIANTS = "bare join byok nginx portkey";

    /** Reads them from environment variables {@code BENCHMARK_…}. */
    static Settings of(Map<String, String> environment) {
        Reader from = new Reader(environment);
        List<String> loads = words(from.text("LOADS", LOADS).replace(',', ' '));
        return new Settings(
                from.number("LAUNCHES", 3),
                from.number("ROUNDS", 5),
                from.number("WARM_UP", 20),
                from.number("MEASURE", 6),
                loads.stream()
                        .filter(load -> !List.of(PLANNING, TRANSLATION, LIVE).contains(load))
                        .map(Load::of)
                        .toList(),
                variants(from),
                loads.contains(PLANNING),
                loads.contains(TRANSLATION),
                loads.contains(LIVE),
                from.number("GATEWAY_CPU", 0),
                from.number("LOAD_CPU", 1),
                from.number("GATEWAY_PORT", 9201),
                from.number("UPSTREAM_PORT", 9200),
                words(from.text("JVM_OPTIONS", HEAP)),
                Path.of(from.text("GATEWAY_JAR", "")).toAbsolutePath(),
                Path.of(from.text("PORTKEY", "target/portkey")).toAbsolutePath(),
                Path.of(from.text("WORK", "target/benchmark")).toAbsolutePath());
    }

    /** Whatever is chosen, the bare one is what it is compared to. */
    private static List<Variant> variants(Reader from) {
        Set<Variant> variants = new LinkedHashSet<>(List.of(Variant.BARE));
        words(from.text("VARIANTS", VARIANTS).replace(',', ' ')).stream()
                .map(Variant::of)
                .forEach(variants::add);
        if (Boolean.parseBoolean(from.text("WITHOUT_LOG", "false"))) {
            variants.add(Variant.BYOK_WITHOUT_LOG);
        }
        return List.copyOf(variants);
    }

    /** Returns these without some variants. */
    Settings without(Set<Variant> leftOut) {
        return with(
                variants.stream().filter(variant -> !leftOut.contains(variant)).toList(), gatewayPort);
    }

    /** Returns these for one variant, which has a port of its own: all variants of a launch are up together. */
    Settings only(Variant variant) {
        return with(List.of(variant), gatewayPort + variants.indexOf(variant));
    }

    private Settings with(List<Variant> some, int port) {
        return new Settings(
                launches,
                rounds,
                warmUp,
                measure,
                loads,
                some,
                planning,
                translation,
                live,
                gatewayCpu,
                loadCpu,
                port,
                upstreamPort,
                jvmOptions,
                gatewayJar,
                portkey,
                work);
    }

    /** Returns both cores, for what shares them. */
    String allCpus() {
        return gatewayCpu + "," + loadCpu;
    }

    String upstream() {
        return "http://127.0.0.1:" + upstreamPort;
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

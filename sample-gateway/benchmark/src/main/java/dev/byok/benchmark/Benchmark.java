package dev.byok.benchmark;

import dev.byok.caller.GatewayKeyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Alternates launches of the gateway with and without Byok under the same loads, and reports what Byok costs as a ratio.
 * Absolute figures drift within minutes on any machine; the ratio of neighbouring launches drifts far less.
 */
public final class Benchmark {

    static final String SCRIPT = "chat.lua";

    private static final String UPSTREAM = "upstream";
    private static final PrintStream OUT = System.out;

    private final Settings settings;
    private final Launch.Keys keys;

    private Benchmark(Settings settings, Launch.Keys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /** Without arguments, the benchmark; with {@code upstream PORT}, the upstream's process. */
    public static void main(String[] args) throws IOException {
        if (args.length == 2 && args[0].equals(UPSTREAM)) {
            Upstream.run(Integer.parseInt(args[1]));
            return;
        }
        try {
            SecureRandom random = new SecureRandom();
            byte[] secret = new byte[24];
            random.nextBytes(secret);
            String providerKey = "sk-" + HexFormat.of().formatHex(secret);
            new Benchmark(Settings.of(System.getenv()), new Launch.Keys(GatewayKeyFormat.generate(random), providerKey))
                    .run();
            // A hung child must not keep this process: the hooks end what is left.
            System.exit(0);
        } catch (FailedException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Path work = Files.createDirectories(settings.work());
        try (InputStream script = Objects.requireNonNull(Benchmark.class.getResourceAsStream("/" + SCRIPT))) {
            Files.copy(script, work.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Load load : settings.loads()) {
            Files.write(bodyFile(settings, load), ChatBodies.sent(load));
        }
        Surroundings surroundings = Surroundings.of(settings);
        Process upstream = startUpstream();
        List<Sample> samples = new ArrayList<>();
        try {
            for (int number = 1; number <= settings.launches(); number++) {
                for (Variant variant : settings.variants()) {
                    samples.addAll(launch(variant, number, surroundings.ticksPerSecond()));
                }
            }
        } finally {
            Processes.end(upstream);
        }
        Path json = work.resolve("result.json");
        Report report = new Report(settings, surroundings, samples);
        Files.writeString(json, report.json());
        OUT.println(report.table());
        OUT.println("All of it, for comparison: " + json);
    }

    private List<Sample> launch(Variant variant, int number, long ticksPerSecond) {
        OUT.printf("Launch %d of %d: %s ...%n", number, settings.launches(), variant.title());
        try (Launch launch = new Launch(settings, keys, variant, number)) {
            List<Sample> samples = launch.measure(ticksPerSecond);
            for (Sample sample : samples) {
                OUT.printf(
                        "  %-9s %6.0f requests/s, %.4f CPU s per 1,000%n",
                        sample.load().title(), sample.perSecond(), sample.cpuPerThousand());
            }
            return samples;
        }
    }

    private Process startUpstream() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-jar",
                System.getProperty("java.class.path"),
                UPSTREAM,
                String.valueOf(settings.upstreamPort()));
        Path log = settings.work().resolve("upstream.out");
        Map<String, String> environment =
                Map.of(Upstream.PROVIDER_KEY, keys.provider(), Upstream.CALLER_KEY, keys.caller());
        Process process = Processes.start(String.valueOf(settings.loadCpu()), command, environment, log);
        String counts = "http://127.0.0.1:" + settings.upstreamPort() + Upstream.COUNTS;
        Processes.await(UPSTREAM, process, () -> Http.isUp(counts), log);
        return process;
    }

    /** Returns where a load's body stands for the load generator to read. */
    static Path bodyFile(Settings settings, Load load) {
        return settings.work().resolve(load.title() + ".json");
    }
}

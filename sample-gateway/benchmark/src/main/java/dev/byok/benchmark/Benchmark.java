package dev.byok.benchmark;

import dev.byok.benchmark.live.LiveResult;
import dev.byok.benchmark.live.LiveRun;
import dev.byok.benchmark.planning.PlanningResult;
import dev.byok.benchmark.planning.PlanningRun;
import dev.byok.benchmark.translation.TranslationResult;
import dev.byok.benchmark.translation.TranslationRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Puts gateways with and without Byok, and what Byok is compared to, under the same loads in turns of some seconds, and
 * reports what Byok costs as a ratio. Absolute figures drift within seconds on a machine that is shared; the ratio of
 * figures taken one after the other drifts far less.
 */
public final class Benchmark {

    static final String SCRIPT = "chat.lua";
    static final String FIRST_BYTE = "first-byte";

    /** What a large policy has to go live with, beside the one before it: 300 MB. */
    static final String LIVE_HEAP = "-Xmx286m";

    private static final String UPSTREAM = "upstream";
    private static final PrintStream OUT = System.out;

    private final Settings settings;
    private final List<String> notes;
    private final Keys keys = Keys.random();

    private Benchmark(Settings settings, List<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** Without arguments, the benchmark; else one of its other processes. */
    public static void main(String[] args) throws IOException, RunnerException {
        switch (args.length == 0 ? "" : args[0]) {
            case UPSTREAM -> Upstream.run(Integer.parseInt(args[1]));
            case FIRST_BYTE ->
                OUT.println(FirstByteLoad.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), System.getenv()));
            case Settings.LIVE -> LiveRun.run(OUT);
            case Settings.TRANSLATION -> TranslationRun.run(Long.parseLong(args[1]), OUT);
            case Settings.PLANNING -> PlanningRun.run(Long.parseLong(args[1]), OUT);
            default -> start();
        }
    }

    private static void start() throws IOException {
        try {
            Settings settings = Settings.of(System.getenv());
            Map<Variant, String> missing = missing(settings);
            missing.values().forEach(OUT::println);
            new Benchmark(settings.without(missing.keySet()), List.copyOf(missing.values())).run();
            // A hung child must not keep this process: the hooks end what is left.
            System.exit(0);
        } catch (FailedException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Returns what cannot be measured here, and why. */
    private static Map<Variant, String> missing(Settings settings) {
        Map<Variant, String> missing = new EnumMap<>(Variant.class);
        for (Variant variant : settings.variants()) {
            String why =
                    switch (variant) {
                        case BARE, JOIN, BYOK, BYOK_WITHOUT_LOG -> null;
                        case NGINX -> Nginx.missing();
                        case PORTKEY -> Portkey.missing(settings);
                    };
            if (why != null) {
                missing.put(variant, why);
            }
        }
        return missing;
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
        Results results = new Results(samples(surroundings), planning(), translations(), live(), swaps());
        RunFacts facts = new RunFacts(settings, surroundings, notes);
        Path json = work.resolve("result.json");
        Files.writeString(json, new ReportJson(facts, results).text());
        OUT.println(new Report(facts, results).text());
        OUT.println("All of it, for comparison: " + json);
    }

    private List<Sample> samples(Surroundings surroundings) {
        List<Sample> samples = new ArrayList<>();
        if (settings.loads().isEmpty()) {
            return samples;
        }
        Process upstream = startUpstream();
        try {
            for (int number = 1; number <= settings.launches(); number++) {
                samples.addAll(launch(number, surroundings.ticksPerSecond()));
            }
        } finally {
            Processes.end(upstream);
        }
        return samples;
    }

    /** Launches every variant and measures them in turns. */
    private List<Sample> launch(int number, long ticksPerSecond) {
        List<Launch> launches = new ArrayList<>();
        try {
            for (Variant variant : settings.variants()) {
                OUT.printf("Launch %d of %d: %s warms up ...%n", number, settings.launches(), variant.title());
                Launch launch = new Launch(settings, keys, variant, number);
                launches.add(launch);
                launch.warmUp(ticksPerSecond);
            }
            List<Sample> samples = new ArrayList<>();
            for (int round = 1; round <= settings.rounds(); round++) {
                samples.addAll(round(launches, (number - 1) * settings.rounds() + round, ticksPerSecond));
                // Whoever comes first in one round comes last in the next.
                Collections.reverse(launches);
            }
            return samples;
        } finally {
            launches.forEach(Launch::close);
        }
    }

    private List<Sample> round(List<Launch> launches, int round, long ticksPerSecond) {
        List<Sample> samples = new ArrayList<>();
        for (Load load : settings.loads()) {
            for (Launch launch : launches) {
                if (launch.variant().takes(load)) {
                    Sample sample = launch.measure(load, round, ticksPerSecond);
                    samples.add(sample);
                    OUT.printf(
                            "  %2d %-11s %-12s %6.0f requests/s, %.4f CPU s per 1,000%n",
                            round, load.title(), launch.variant().title(), sample.perSecond(), sample.cpuPerThousand());
                }
            }
        }
        return samples;
    }

    /** Measures planning on the gateway's core, with nothing else going on. */
    private List<PlanningResult> planning() {
        List<PlanningResult> results = new ArrayList<>();
        for (int number = 1; settings.planning() && number <= settings.launches(); number++) {
            OUT.printf("Launch %d of %d: planning ...%n", number, settings.launches());
            String output = alone(Settings.PLANNING);
            results.addAll(PlanningResult.all(output.lines()).toList());
        }
        return results;
    }

    /** Measures translating on the gateway's core, with nothing else going on. */
    private List<TranslationResult> translations() {
        List<TranslationResult> results = new ArrayList<>();
        for (int number = 1; settings.translation() && number <= settings.launches(); number++) {
            OUT.printf("Launch %d of %d: translating ...%n", number, settings.launches());
            String output = alone(Settings.TRANSLATION);
            results.addAll(TranslationResult.all(output.lines()).toList());
        }
        return results;
    }

    /** An iteration takes as long as a tenth of what a load is measured. */
    private String alone(String what) {
        String millis = String.valueOf(100L * settings.measure());
        List<String> command = Java.self(List.of("-XX:+UseG1GC", "-Xmx1g"), List.of(what, millis));
        return Processes.run(String.valueOf(settings.gatewayCpu()), command, Map.of());
    }

    /** Puts a large policy in force in JVMs of their own, which have both cores, as a gateway has. */
    private List<LiveResult> live() {
        List<LiveResult> results = new ArrayList<>();
        for (int number = 1; settings.live() && number <= settings.launches(); number++) {
            OUT.printf("Launch %d of %d: a large policy goes live ...%n", number, settings.launches());
            List<String> command = Java.self(List.of("-XX:+UseG1GC", LIVE_HEAP), List.of(Settings.LIVE));
            String output = Processes.run(settings.allCpus(), command, Map.of());
            results.add(LiveResult.of(output.lines()));
        }
        return results;
    }

    /** Replaces a large policy under load. */
    private List<SwapResult> swaps() throws IOException {
        if (!settings.live()) {
            return List.of();
        }
        Files.write(bodyFile(settings, Load.TTFB), ChatBodies.sent(Load.TTFB));
        Process upstream = startUpstream();
        try {
            List<SwapResult> results = new ArrayList<>();
            for (int number = 1; number <= settings.launches(); number++) {
                OUT.printf("Launch %d of %d: a large policy is replaced under load ...%n", number, settings.launches());
                results.addAll(PolicySwap.run(settings, keys, number));
            }
            return results;
        } finally {
            Processes.end(upstream);
        }
    }

    private Process startUpstream() {
        Path log = settings.work().resolve("upstream.out");
        List<String> command = Java.self(
                List.of("-XX:+UseSerialGC", "-Xmx128m"), List.of(UPSTREAM, String.valueOf(settings.upstreamPort())));
        Process process = Processes.start(String.valueOf(settings.loadCpu()), command, keys.all(), log);
        Processes.await(UPSTREAM, process, () -> Http.isUp(settings.upstream() + Upstream.COUNTS), log);
        return process;
    }

    /** Returns where a load's body stands for the load generator to read. */
    static Path bodyFile(Settings settings, Load load) {
        return settings.work().resolve(load.title() + ".json");
    }
}

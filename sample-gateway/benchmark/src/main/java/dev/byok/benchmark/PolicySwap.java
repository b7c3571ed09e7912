package dev.byok.benchmark;

import dev.byok.benchmark.live.LargePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway under load whose policy, a large one, is replaced by another edition of it, again and again; and as often is
 * not, so that it can be told what a push did from what the machine did.
 */
final class PolicySwap {

    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 4;
    private static final long QUIET_MILLIS = 5_000;
    private static final long LIVE_WITHIN_MILLIS = 30_000;
    private static final long SPAN = 2_000;

    /** Polled, settled and compiled by then, and what is measured of it over: asking is a load of its own. */
    private static final long ASKED_AFTER_MILLIS = 10_000;

    /** When a push is in force, about; what did not happen would have happened then. */
    private static final long LIVE_AFTER_MILLIS = 5_000;

    private final Settings settings;
    private final Keys keys;
    private final int launch;
    private final LargePolicy policy;
    private final Path files;
    private final String base;

    private PolicySwap(Settings settings, Keys keys, int launch) {
        this.settings = settings;
        this.keys = keys;
        this.launch = launch;
        this.policy = LargePolicy.of(settings.work().resolve("secrets").toString());
        this.files = settings.work().resolve("config-live");
        this.base = "http://127.0.0.1:" + settings.gatewayPort();
    }

    /** Starts a gateway on both cores, replaces its policy under load, and ends it. The upstream has to be up. */
    static List<SwapResult> run(Settings settings, Keys keys, int launch) throws IOException {
        return new PolicySwap(settings, keys, launch).run();
    }

    private List<SwapResult> run() throws IOException {
        GatewayFiles.write(files, contents(0));
        Path secrets = Path.of(policy.secretRoot());
        policy.secrets().forEach(name -> GatewayFiles.put(secrets, name, "not-a-real-secret-of-" + name));
        Server server = Server.sample(settings, files, Variant.BYOK.argument(), keys);
        Path log = settings.work().resolve("gateway-live.out");
        Process gateway = Processes.start(settings.allCpus(), server.command(), server.environment(), log);
        try {
            Processes.await("gateway", gateway, () -> Http.isUp(base + server.ready()), log);
            Http.post(settings.upstream() + Upstream.EXPECT + Variant.BYOK.name() + "/" + Load.TTFB.name());
            return swaps();
        } finally {
            Processes.end(gateway);
        }
    }

    private List<SwapResult> swaps() throws IOException {
        byte[] request = FirstByteLoad.request(Map.of(
                LoadGenerator.BODY, Benchmark.bodyFile(settings, Load.TTFB).toString(), Keys.CALLER, keys.caller()));
        List<SwapResult> results = new ArrayList<>();
        try (PacedLoad load = new PacedLoad(settings.gatewayPort(), request)) {
            for (int round = 1; round <= WARM_UP_ROUNDS; round++) {
                await(TimeUnit.SECONDS.toMillis(settings.warmUp()));
                swap(round % 2 == 0 ? Push.PLATFORM : Push.TEAM, round);
            }
            for (int round = 1; round <= ROUNDS; round++) {
                for (Push push : Push.values()) {
                    results.add(measure(load, push, round));
                }
            }
        }
        return results;
    }

    private SwapResult measure(PacedLoad load, Push push, int round) throws IOException {
        await(QUIET_MILLIS);
        long pushed = System.currentTimeMillis();
        long live = swap(push, WARM_UP_ROUNDS + round).toEpochMilli();
        await(live + 2 * SPAN - System.currentTimeMillis());
        return new SwapResult(
                launch,
                round,
                push,
                worse(load, pushed - SPAN),
                worse(load, live),
                load.count(pushed - 2 * SPAN, pushed) + load.count(live - SPAN, live + SPAN),
                load.micros(live - SPAN, live + SPAN));
    }

    /** Returns the p99 of the two seconds before this moment or of the two after it, whichever is worse. */
    private static double worse(PacedLoad load, long moment) {
        return Math.max(load.p99(moment - SPAN, moment), load.p99(moment, moment + SPAN));
    }

    /** Writes an edition, in a single step, and returns when it came into force; asked for well after that. */
    private Instant swap(Push push, int edition) throws IOException {
        long pushed = System.currentTimeMillis();
        if (push == Push.NOTHING) {
            await(ASKED_AFTER_MILLIS);
            since();
            return Instant.ofEpochMilli(pushed + LIVE_AFTER_MILLIS);
        }
        String file = push == Push.PLATFORM ? "policy.yml" : LargePolicy.A_TEAM;
        Path next = files.resolve("next.yml");
        Files.writeString(next, contents(edition).getOrDefault(file, ""));
        Files.move(
                next,
                files.resolve("byok").resolve(file),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        // Seldom, and not before it is likely: the answer names every key.
        while (System.currentTimeMillis() - pushed < LIVE_WITHIN_MILLIS) {
            await(ASKED_AFTER_MILLIS);
            Instant since = since();
            if (since.toEpochMilli() >= pushed) {
                return since;
            }
        }
        throw new FailedException("the policy's edition " + edition + " does not go live; see gateway-live.out");
    }

    /** Returns since when the policy in force is so. */
    private Instant since() {
        JsonNode report = JsonMapper.shared().readTree(Http.get(base + "/actuator/byok"));
        return Instant.parse(report.path("policy").path("since").asString());
    }

    /** The large policy, and in it the workspace, provider and models of the load. */
    private Map<String, String> contents(int edition) {
        Map<String, String> contents = policy.contents(edition);
        GatewayFiles.policy(settings.upstream(), keys.caller()).forEach((file, text) -> {
            String section =
                    switch (file) {
                        case "policy.yml" -> "workspaces:\n";
                        case "providers.yml" -> "providers:\n";
                        case "models.yml" -> "models:\n";
                        default -> "";
                    };
            if (!section.isEmpty()) {
                contents.merge(file, text.substring(text.indexOf(section) + section.length()), String::concat);
            } else {
                contents.putIfAbsent(file, text);
            }
        });
        return contents;
    }

    private static void await(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}

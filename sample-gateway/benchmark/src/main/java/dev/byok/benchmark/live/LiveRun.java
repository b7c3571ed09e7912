package dev.byok.benchmark.live;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The process that puts a large policy in force, again and again; its heap is chosen by whoever starts it. */
public final class LiveRun {

    private static final int ROUNDS = 15;
    private static final double MEGABYTE = 1e6;
    private static final double MILLISECOND = 1e6;

    /** As a gateway's holder has it; what it held before is there until the next one takes its place. */
    private static volatile @Nullable PolicySnapshot inForce;

    private LiveRun() {}

    /** Measures, and prints a line. */
    public static void run(PrintStream out) {
        List<Map<String, byte[]>> editions = List.of(bytes(1), bytes(2));
        List<Double> millis = new ArrayList<>();
        long before = usedHeap();
        PeakHeap heap = PeakHeap.watch();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, byte[]> bytes = editions.get(round % 2);
            long began = System.nanoTime();
            inForce = PolicyCompiler.compile(PolicyFiles.hashed(texts(bytes)));
            millis.add((System.nanoTime() - began) / MILLISECOND);
        }
        double peak = heap.peak() / MEGABYTE;
        double policy = Math.max(0, usedHeap() - before) / MEGABYTE;
        double first = millis.remove(0);
        Collections.sort(millis);
        int keys = keys(Objects.requireNonNull(inForce));
        out.println(new LiveResult(keys, first, millis.get(millis.size() / 2), peak, policy).line());
    }

    private static int keys(PolicySnapshot policy) {
        return policy.workspaces().values().stream()
                .flatMap(workspace -> workspace.keys().values().stream())
                .mapToInt(List::size)
                .sum();
    }

    private static Map<String, byte[]> bytes(int edition) {
        Map<String, byte[]> bytes = new TreeMap<>();
        LargePolicy.of("/run/secrets/byok")
                .contents(edition)
                .forEach((file, text) -> bytes.put(file, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private static Map<String, String> texts(Map<String, byte[]> bytes) {
        Map<String, String> texts = new TreeMap<>();
        bytes.forEach((file, content) -> texts.put(file, new String(content, StandardCharsets.UTF_8)));
        return texts;
    }

    private static long usedHeap() {
        ManagementFactory.getMemoryMXBean().gc();
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

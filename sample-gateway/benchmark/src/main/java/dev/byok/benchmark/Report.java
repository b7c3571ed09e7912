package dev.byok.benchmark;

import dev.byok.benchmark.live.LiveResult;
import dev.byok.benchmark.planning.PlanningResult;
import dev.byok.benchmark.planning.Shape;
import dev.byok.benchmark.translation.Translation;
import dev.byok.benchmark.translation.TranslationResult;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The result of a run as a table for people. */
final class Report {

    private static final double MEGABYTE = 1e6;

    private final RunFacts facts;
    private final Results results;
    private final StringBuilder text = new StringBuilder("\n");

    Report(RunFacts facts, Results results) {
        this.facts = facts;
        this.results = results;
    }

    String text() {
        lines(facts.surroundings().facts());
        lines(facts.chosen());
        facts.notes().forEach(note -> text.append("Left out: ").append(note).append('\n'));
        if (!results.samples().isEmpty()) {
            loads();
            translated();
            failover();
            firstByte();
        }
        if (!results.planning().isEmpty()) {
            planning();
        }
        translations();
        live();
        goals();
        return text.toString();
    }

    private void lines(Map<String, String> entries) {
        entries.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
    }

    private void loads() {
        text.append("""

                Medians [smallest-largest] over the rounds; ratios to the bare gateway in the same round. The last column is
                the compiler's largest share of the CPU time: above some 0.05 a gateway was not warm. The latency of ttfb
                is that of the first byte.

                """);
        row("load", "route", "gateway CPU s per 1,000", "CPU ratio", "req/s", "ratio", "p50 ms", "p99 ms", "compiler");
        for (Load load : facts.settings().loads()) {
            for (Variant variant : facts.settings().variants()) {
                if (results.has(variant, load)) {
                    load(load, variant);
                }
            }
        }
    }

    private void load(Load load, Variant variant) {
        boolean bare = variant == Variant.BARE;
        row(
                load.title(),
                variant.title(),
                results.spread(variant, load, Sample::cpuPerThousand).text("%.4f"),
                bare ? "" : results.ratio(variant, load, Sample::cpuPerThousand).text("%.2f"),
                median("%.0f", variant, load, Sample::perSecond),
                bare
                        ? ""
                        : number(
                                "%.2f",
                                results.ratio(variant, load, Sample::perSecond).median()),
                median("%.3f", variant, load, Sample::p50Millis),
                median("%.3f", variant, load, Sample::p99Millis),
                number("%.2f", results.spread(variant, load, Sample::compiling).max()));
    }

    private void translated() {
        for (Variant variant : facts.settings().variants()) {
            if (variant.rewrites()
                    && results.has(variant, Load.STREAM_TRANSLATED)
                    && results.has(variant, Load.STREAM)) {
                text.append('\n')
                        .append(variant.title())
                        .append(", translated stream: ")
                        .append(results.translated(variant).text("%.2f"))
                        .append(" x the CPU of the same one passed on\n");
            }
        }
    }

    private void failover() {
        for (Variant variant : facts.settings().variants()) {
            if (!results.has(variant, Load.FAILOVER)) {
                continue;
            }
            text.append('\n').append(variant.title()).append(", failover: ");
            if (variant.rewrites() && results.has(variant, Load.CHAT_1K)) {
                text.append(results.failover(variant).text("%.2f")).append(" x the CPU of a call; ");
            }
            text.append("upstream connections ")
                    .append(median(
                            "%.0f",
                            variant, Load.FAILOVER, sample -> sample.connections()
                                    .before()))
                    .append(" before, ")
                    .append(median(
                            "%.0f",
                            variant, Load.FAILOVER, sample -> sample.connections()
                                    .after()))
                    .append(" after, ")
                    .append(median(
                            "%.0f",
                            variant, Load.FAILOVER, sample -> sample.connections()
                                    .opened()))
                    .append(" opened in between");
        }
        text.append('\n');
    }

    private void firstByte() {
        for (Variant variant : facts.settings().variants()) {
            if (variant != Variant.BARE && results.has(variant, Load.TTFB)) {
                text.append(variant.title())
                        .append(", added until a stream's first byte: p50 ")
                        .append(results.added(variant, Load.TTFB, Sample::p50Millis)
                                .text("%.3f"))
                        .append(" ms, p99 ")
                        .append(results.added(variant, Load.TTFB, Sample::p99Millis)
                                .text("%.3f"))
                        .append(" ms\n");
            }
        }
    }

    private void planning() {
        text.append("\nOne plan over 10 endpoints; ratios to 10 keys.\n\n");
        planningRow("keys", "they are", "µs", "ratio", "bytes", "policy MB");
        for (Shape shape : Shape.values()) {
            Spread smallest = null;
            for (int keys : results.planningSizes()) {
                Spread micros = results.planning(shape, keys, PlanningResult::micros);
                if (micros != null) {
                    smallest = smallest == null ? micros : smallest;
                    planningRow(
                            String.valueOf(keys),
                            shape.title(),
                            micros.text("%.3f"),
                            number("%.2f", micros.median() / smallest.median()),
                            number("%.0f", planned(shape, keys, PlanningResult::allocated)),
                            number("%.2f", planned(shape, keys, PlanningResult::policyHeap) / MEGABYTE));
                }
            }
        }
    }

    private void translations() {
        for (Translation translation : Translation.values()) {
            Spread micros = results.translation(translation, TranslationResult::micros);
            if (micros != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "%nA request of 16 kB %s: %s µs, %.0f bytes allocated%n",
                        translation.title(),
                        micros.text("%.1f"),
                        Objects.requireNonNull(results.translation(translation, TranslationResult::allocated))
                                .median()));
            }
        }
    }

    private void live() {
        for (LiveResult result : results.live()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nA policy of %d keys, from bytes to in force: %.0f ms cold, %.0f ms later; heap at most %.0f MB of %s, %.1f MB once it is in force",
                    result.keys(),
                    result.firstMillis(),
                    result.laterMillis(),
                    result.peakMegabytes(),
                    Benchmark.LIVE_HEAP,
                    result.policyMegabytes()));
        }
        for (SwapResult swap : results.swaps()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nReplaced under load by %s, first byte p99: %.2f ms before the push, %.2f ms while it goes live (%d requests)",
                    swap.push().title(),
                    swap.beforeMillis(),
                    swap.duringMillis(),
                    swap.requests()));
        }
        for (Push push : Push.values()) {
            Spread p99 = results.swaps(push);
            if (p99 != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "%nReplaced by %s, first byte p99 of all rounds of a launch: %s ms",
                        push.title(),
                        p99.text("%.2f")));
            }
        }
        if (!results.live().isEmpty() || !results.swaps().isEmpty()) {
            text.append('\n');
        }
    }

    private void goals() {
        text.append("\nWhat Byok may cost:\n\n");
        Goals.of(results).forEach(goal -> text.append(goal.text()).append('\n'));
    }

    private double planned(Shape shape, int keys, ToDoubleFunction<PlanningResult> figure) {
        return Objects.requireNonNull(results.planning(shape, keys, figure)).median();
    }

    private String median(String format, Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        return number(format, results.spread(variant, load, figure).median());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void row(Object... cells) {
        text.append(String.format(Locale.ROOT, "%-11s %-13s %-24s %-19s %-7s %-6s %-8s %-8s %-8s%n", cells));
    }

    private void planningRow(Object... cells) {
        text.append(String.format(Locale.ROOT, "%-7s %-20s %-22s %-6s %-7s %-9s%n", cells));
    }
}

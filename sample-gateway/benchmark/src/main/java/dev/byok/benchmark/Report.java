package dev.byok.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The result of a run: a table for people, JSON for comparison. A ratio is that of neighbouring launches. */
final class Report {

    private final Settings settings;
    private final Surroundings surroundings;
    private final List<Sample> samples;

    Report(Settings settings, Surroundings surroundings, List<Sample> samples) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.samples = List.copyOf(samples);
    }

    String table() {
        StringBuilder text = new StringBuilder("\n");
        surroundings
                .facts()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        settings()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        text.append("""

                Medians [smallest-largest] over the launches; ratios to the bare launch beside them. The last column is the
                compiler's largest share of the CPU time: above some 0.05 the launch was not warm.

                """);
        text.append(row(
                "load",
                "route",
                "gateway CPU s per 1,000",
                "CPU ratio",
                "req/s",
                "ratio",
                "p50 ms",
                "p99 ms",
                "compiler"));
        for (Load load : settings.loads()) {
            for (Variant variant : settings.variants()) {
                boolean bare = variant == Variant.BARE;
                text.append(row(
                        load.title(),
                        variant.title(),
                        spread(variant, load, Sample::cpuPerThousand).text("%.4f"),
                        bare ? "" : ratio(variant, load, Sample::cpuPerThousand).text("%.2f"),
                        number("%.0f", spread(variant, load, Sample::perSecond).median()),
                        bare
                                ? ""
                                : number(
                                        "%.2f",
                                        ratio(variant, load, Sample::perSecond).median()),
                        number("%.2f", spread(variant, load, Sample::p50Millis).median()),
                        number("%.2f", spread(variant, load, Sample::p99Millis).median()),
                        number("%.2f", spread(variant, load, Sample::compiling).max())));
            }
        }
        return text.toString();
    }

    String json() {
        JsonMapper json = new JsonMapper();
        ObjectNode root = json.createObjectNode();
        root.set("surroundings", json.valueToTree(surroundings.facts()));
        root.set("settings", json.valueToTree(settings()));
        for (Load load : settings.loads()) {
            for (Variant variant : settings.variants()) {
                ObjectNode result = root.withArray("results").addObject();
                result.put("load", load.title()).put("route", variant.name());
                result.set("cpuSecondsPer1000", json.valueToTree(spread(variant, load, Sample::cpuPerThousand)));
                result.set("requestsPerSecond", json.valueToTree(spread(variant, load, Sample::perSecond)));
                result.set("p50Millis", json.valueToTree(spread(variant, load, Sample::p50Millis)));
                result.set("p99Millis", json.valueToTree(spread(variant, load, Sample::p99Millis)));
                result.set("cpuRatio", json.valueToTree(ratio(variant, load, Sample::cpuPerThousand)));
                result.set("requestsRatio", json.valueToTree(ratio(variant, load, Sample::perSecond)));
            }
        }
        root.set("samples", json.valueToTree(samples));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /** Returns how a variant compares to the bare route, launch by launch. */
    private Spread ratio(Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        List<Double> ours = figures(variant, load, figure);
        List<Double> bare = figures(Variant.BARE, load, figure);
        return Spread.of(java.util.stream.IntStream.range(0, ours.size())
                .mapToObj(i -> ours.get(i) / bare.get(i))
                .toList());
    }

    private Spread spread(Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        return Spread.of(figures(variant, load, figure));
    }

    private List<Double> figures(Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        return samples.stream()
                .filter(sample -> sample.variant() == variant && sample.load() == load)
                .map(figure::applyAsDouble)
                .toList();
    }

    private Map<String, String> settings() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("launches per route", String.valueOf(settings.launches()));
        text.put("warm-up per load and launch", "rounds of " + settings.warmUp() + " s until compiled");
        text.put("measured per load and launch", settings.measure() + " s");
        text.put("gateway's JVM", String.join(" ", settings.jvmOptions()));
        text.put("cores", "gateway " + settings.gatewayCpu() + ", load and upstream " + settings.loadCpu());
        return text;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-9s %-13s %-24s %-19s %-7s %-6s %-7s %-7s %-8s%n", cells);
    }
}

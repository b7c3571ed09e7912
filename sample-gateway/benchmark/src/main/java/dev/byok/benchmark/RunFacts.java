package dev.byok.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run was made with and how.
 *
 * @param notes what the reader has to know beside: what was left out, and why
 */
record RunFacts(Settings settings, Surroundings surroundings, List<String> notes) {

    RunFacts {
        notes = List.copyOf(notes);
    }

    /** Returns how it was made, in the order to print. */
    Map<String, String> chosen() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("launches per route", String.valueOf(settings.launches()));
        text.put("warm-up per load and launch", "rounds of " + settings.warmUp() + " s until compiled");
        text.put("measured per load and launch", settings.rounds() + " rounds of " + settings.measure() + " s");
        text.put("gateway's JVM", String.join(" ", settings.jvmOptions()));
        text.put("cores", "gateway " + settings.gatewayCpu() + ", load and upstream " + settings.loadCpu());
        text.put(
                "connections",
                settings.loads().stream()
                        .map(load -> load.title() + " " + load.connections())
                        .collect(Collectors.joining(", ")));
        return text;
    }
}

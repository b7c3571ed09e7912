package dev.byok.benchmark;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The result of a run as JSON, for comparison with others. */
final class ReportJson {

    private final JsonMapper json = new JsonMapper();
    private final RunFacts facts;
    private final Results results;

    ReportJson(RunFacts facts, Results results) {
        this.facts = facts;
        this.results = results;
    }

    String text() {
        ObjectNode root = json.createObjectNode();
        root.set("surroundings", json.valueToTree(facts.surroundings().facts()));
        root.set("settings", json.valueToTree(facts.chosen()));
        root.set("leftOut", json.valueToTree(facts.notes()));
        root.set("goals", goals());
        root.set("results", loads());
        root.set("planning", json.valueToTree(results.planning()));
        root.set("translations", json.valueToTree(results.translations()));
        root.set("live", json.valueToTree(results.live()));
        root.set("swaps", json.valueToTree(results.swaps()));
        root.set("samples", json.valueToTree(results.samples()));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private ArrayNode goals() {
        ArrayNode goals = json.createArrayNode();
        for (Goal goal : Goals.of(results)) {
            goals.addObject()
                    .put("what", goal.what())
                    .put("most", goal.most())
                    .put("unit", goal.unit())
                    .put("verdict", goal.verdict().name())
                    .set("measured", json.valueToTree(goal.measured()));
        }
        return goals;
    }

    private ArrayNode loads() {
        ArrayNode loads = json.createArrayNode();
        for (Load load : facts.settings().loads()) {
            for (Variant variant : facts.settings().variants()) {
                if (results.has(variant, load)) {
                    add(loads.addObject(), load, variant);
                }
            }
        }
        return loads;
    }

    private void add(ObjectNode result, Load load, Variant variant) {
        result.put("load", load.title()).put("route", variant.name());
        result.set("cpuSecondsPer1000", json.valueToTree(results.spread(variant, load, Sample::cpuPerThousand)));
        result.set("requestsPerSecond", json.valueToTree(results.spread(variant, load, Sample::perSecond)));
        result.set("p50Millis", json.valueToTree(results.spread(variant, load, Sample::p50Millis)));
        result.set("p99Millis", json.valueToTree(results.spread(variant, load, Sample::p99Millis)));
        result.set("cpuRatio", json.valueToTree(results.ratio(variant, load, Sample::cpuPerThousand)));
        result.set("requestsRatio", json.valueToTree(results.ratio(variant, load, Sample::perSecond)));
        result.set("p50MillisAdded", json.valueToTree(results.added(variant, load, Sample::p50Millis)));
        result.set("p99MillisAdded", json.valueToTree(results.added(variant, load, Sample::p99Millis)));
        if (variant.rewrites() && load.failsOver() && results.has(variant, Load.CHAT_1K)) {
            result.set("cpuRatioToACall", json.valueToTree(results.failover(variant)));
        }
        if (variant.rewrites() && load.translated() && results.has(variant, Load.STREAM)) {
            result.set("cpuRatioToPassedOn", json.valueToTree(results.translated(variant)));
        }
    }
}

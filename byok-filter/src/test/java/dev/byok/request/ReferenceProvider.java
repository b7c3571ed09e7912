package dev.byok.request;

import dev.byok.policy.Percentiles;
import dev.byok.policy.Sort;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The object {@code provider} read from a tree, by the same rules in the most obvious form; that no field is twice is seen before. */
final class ReferenceProvider {

    private static final Set<String> FIELDS = Set.of(
            "order",
            "only",
            "ignore",
            "allow_fallbacks",
            "require_parameters",
            "data_collection",
            "zdr",
            "enforce_distillable_text",
            "quantizations",
            "sort",
            "preferred_min_throughput",
            "preferred_max_latency",
            "max_price");
    private static final Set<String> QUANTIZATIONS =
            Set.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");

    private final JsonNode object;

    private ReferenceProvider(JsonNode object) {
        this.object = object;
    }

    /** Returns null if it must be refused. */
    static @Nullable ProviderPreferences of(JsonNode node) {
        if (node.isNull()) {
            return ProviderPreferences.NONE;
        }
        ReferenceProvider reader = new ReferenceProvider(node);
        return reader.isValid() ? reader.read() : null;
    }

    private JsonNode get(String name) {
        JsonNode value = object.path(name);
        return value.isNull() ? object.path("no such field") : value;
    }

    private boolean isValid() {
        return object.isObject()
                && FIELDS.containsAll(object.propertyNames())
                && isNames("order", false)
                && isNames("only", true)
                && isNames("ignore", false)
                && isBoolean("allow_fallbacks")
                && isBoolean("require_parameters")
                && isBoolean("zdr")
                && isBoolean("enforce_distillable_text")
                && !get("enforce_distillable_text").asBoolean(false)
                && isOneOf(get("data_collection"), Set.of("allow", "deny"))
                && isNames("quantizations", true)
                && get("quantizations").valueStream().allMatch(each -> isOneOf(each, QUANTIZATIONS))
                && isSort(get("sort"))
                && isCutoffs(get("preferred_min_throughput"))
                && isCutoffs(get("preferred_max_latency"))
                && isMaxPrice(get("max_price"));
    }

    private boolean isNames(String name, boolean filled) {
        JsonNode list = get(name);
        return list.isMissingNode()
                || (list.isArray()
                        && list.size() <= 64
                        && !(filled && list.isEmpty())
                        && list.valueStream().allMatch(ReferenceBody::isName));
    }

    private boolean isBoolean(String name) {
        return get(name).isMissingNode() || get(name).isBoolean();
    }

    private static boolean isOneOf(JsonNode node, Set<String> words) {
        return node.isMissingNode() || (node.isString() && words.contains(node.stringValue()));
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean isSort(JsonNode sort) {
        Set<String> words = Set.of("price", "throughput", "latency");
        if (!sort.isObject()) {
            return isOneOf(sort, words);
        }
        JsonNode by = sort.path("by");
        JsonNode partition = sort.path("partition");
        return Set.of("by", "partition").containsAll(sort.propertyNames())
                && (isAbsent(by) || isOneOf(by, words))
                && (isAbsent(partition) || isOneOf(partition, Set.of("model", "none")))
                && !(isAbsent(by) && partition.asString("").equals("none"));
    }

    private static boolean isCutoffs(JsonNode node) {
        return node.isMissingNode()
                || isAmount(node)
                || (node.isObject()
                        && Set.of("p50", "p75", "p90", "p99").containsAll(node.propertyNames())
                        && node.valueStream().allMatch(each -> each.isNull() || isAmount(each)));
    }

    private static boolean isMaxPrice(JsonNode node) {
        return node.isMissingNode()
                || (node.isObject()
                        && Set.of("prompt", "completion", "request", "image", "audio")
                                .containsAll(node.propertyNames())
                        && isAbsent(node.path("image"))
                        && isAbsent(node.path("audio"))
                        && node.valueStream()
                                .allMatch(each -> each.isNull()
                                        || isAmount(each)
                                        || (each.isString() && decimal(each.stringValue()) != null)));
    }

    private static boolean isAmount(JsonNode node) {
        return node.isNumber() && decimal(node.decimalValue().toString()) != null;
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() < 0
                            || text.length() > 40
                            || (long) value.precision() - value.scale() > 12
                            || value.scale() > 30
                    ? null
                    : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private ProviderPreferences read() {
        return new ProviderPreferences(
                names(get("order")),
                get("only").isMissingNode() ? null : names(get("only")),
                names(get("ignore")),
                get("allow_fallbacks").asBoolean(true),
                get("require_parameters").asBoolean(false),
                get("data_collection").asString("").equals("deny"),
                get("zdr").asBoolean(false),
                get("quantizations").isMissingNode()
                        ? null
                        : names(get("quantizations")).stream().distinct().toList(),
                sort(get("sort")),
                cutoffs(get("preferred_min_throughput")),
                cutoffs(get("preferred_max_latency")),
                maxPrice(get("max_price")));
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    private static @Nullable Sort sort(JsonNode node) {
        String by = node.isString() ? node.stringValue() : node.path("by").asString("");
        return by.isEmpty()
                ? null
                : new Sort(
                        Sort.By.valueOf(by.toUpperCase(Locale.ROOT)),
                        node.path("partition").asString("").equals("none"));
    }

    private static @Nullable Percentiles cutoffs(JsonNode node) {
        if (node.isNumber()) {
            return new Percentiles(node.decimalValue().doubleValue(), null, null, null);
        }
        Percentiles all = new Percentiles(
                cutoff(node.path("p50")), cutoff(node.path("p75")), cutoff(node.path("p90")), cutoff(node.path("p99")));
        return all.equals(new Percentiles(null, null, null, null)) ? null : all;
    }

    private static @Nullable Double cutoff(JsonNode node) {
        return node.isNumber() ? node.decimalValue().doubleValue() : null;
    }

    private static @Nullable MaxPrice maxPrice(JsonNode node) {
        MaxPrice all =
                new MaxPrice(price(node.path("prompt")), price(node.path("completion")), price(node.path("request")));
        return all.equals(new MaxPrice(null, null, null)) ? null : all;
    }

    private static @Nullable BigDecimal price(JsonNode node) {
        return isAbsent(node)
                ? null
                : decimal(
                        node.isString()
                                ? node.stringValue()
                                : node.decimalValue().toString());
    }
}

package dev.byok.request;

import dev.byok.policy.Percentiles;
import dev.byok.policy.Quantizations;
import dev.byok.policy.Sort;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object {@code provider}, in OpenRouter's names. Unknown fields are refused, since what cannot be followed might
 * have forbidden something; null is as good as nothing.
 */
final class ProviderReader {

    private static final int MAX_NAMES = 64;
    private static final List<String> SORTS = List.of("price", "throughput", "latency", "exacto");
    private static final List<String> FIELDS = List.of(
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
    private static final List<String> SORT_FIELDS = List.of("by", "partition");
    private static final List<String> PERCENTILES = List.of("p50", "p75", "p90", "p99");
    private static final List<String> PRICES = List.of("prompt", "completion", "request", "image", "audio");

    private final JsonCursor json;
    private final Values values;
    private final Numbers numbers;

    private List<String> order = List.of();
    private @Nullable List<String> only;
    private List<String> ignore = List.of();
    private boolean allowFallbacks = true;
    private boolean requireParameters;
    private boolean denyDataCollection;
    private boolean zdr;
    private @Nullable List<String> quantizations;
    private @Nullable Sort sort;
    private @Nullable Percentiles minThroughput;
    private @Nullable Percentiles maxLatency;
    private @Nullable MaxPrice maxPrice;

    ProviderReader(JsonCursor json, Values values) {
        this.json = json;
        this.values = values;
        this.numbers = new Numbers(json);
    }

    /** What follows one member's name. */
    private interface Member {
        void read(String field, String name);
    }

    ProviderPreferences read() {
        if (values.skipNull()) {
            return ProviderPreferences.NONE;
        }
        members("provider", FIELDS, this::field);
        ProviderPreferences read = new ProviderPreferences(
                order,
                only,
                ignore,
                allowFallbacks,
                requireParameters,
                denyDataCollection,
                zdr,
                quantizations,
                sort,
                minThroughput,
                maxLatency,
                maxPrice);
        return read.equals(ProviderPreferences.NONE) ? ProviderPreferences.NONE : read;
    }

    private void members(String path, List<String> fields, Member member) {
        values.enterObject("'" + path + "'");
        Set<String> seen = new HashSet<>();
        while (json.nextMember()) {
            String field = FieldNames.known(json, path, fields);
            String name = "'" + path + "." + field + "'";
            if (!seen.add(field)) {
                throw new InvalidBodyException(name + " appears twice");
            }
            member.read(field, name);
        }
    }

    private void field(String field, String name) {
        if (values.skipNull()) {
            return;
        }
        switch (field) {
            case "order" -> order = values.texts(name, MAX_NAMES);
            case "only" -> only = filled(name, values.texts(name, MAX_NAMES));
            case "ignore" -> ignore = values.texts(name, MAX_NAMES);
            case "allow_fallbacks" -> allowFallbacks = values.bool(name);
            case "require_parameters" -> requireParameters = values.bool(name);
            case "data_collection" ->
                denyDataCollection = word(name, List.of("allow", "deny")).equals("deny");
            case "zdr" -> zdr = values.bool(name);
            case "enforce_distillable_text" -> refuseIfTrue(name);
            case "quantizations" -> quantizations = filled(name, quantizations(name));
            case "sort" -> sort = sort(name);
            case "preferred_min_throughput" -> minThroughput = percentiles("provider." + field);
            case "preferred_max_latency" -> maxLatency = percentiles("provider." + field);
            default -> maxPrice = maxPrice();
        }
    }

    /** An empty list is a mistake, never "none" and never "all". */
    private static List<String> filled(String name, List<String> texts) {
        if (texts.isEmpty()) {
            throw new InvalidBodyException(name + " must not be empty: name at least one, or leave it out");
        }
        return texts;
    }

    private String word(String name, List<String> words) {
        String word = values.wordOrNull(words);
        if (word == null) {
            throw new InvalidBodyException(name + " must be one of " + String.join(", ", words));
        }
        return word;
    }

    private void refuseIfTrue(String name) {
        if (values.bool(name)) {
            throw new InvalidBodyException(
                    name + " is not supported by this version: the policy does not say whose text may be distilled");
        }
    }

    private List<String> quantizations(String name) {
        if (json.peek() != '[') {
            throw new InvalidBodyException(name + " must be a list of strings");
        }
        List<String> all = new ArrayList<>(4);
        json.enterArray();
        while (json.nextElement()) {
            String one = word(name, Quantizations.NAMES);
            if (!all.contains(one)) {
                all.add(one);
            }
        }
        return all;
    }

    private @Nullable Sort sort(String name) {
        if (json.peek() != '{') {
            return new Sort(by(name), false);
        }
        Sort.@Nullable By[] by = new Sort.By[1];
        boolean[] acrossModels = new boolean[1];
        members("provider.sort", SORT_FIELDS, (field, path) -> {
            if (values.skipNull()) {
                return;
            }
            if (field.equals("by")) {
                by[0] = by(path);
            } else {
                acrossModels[0] = word(path, List.of("model", "none")).equals("none");
            }
        });
        if (by[0] == null && acrossModels[0]) {
            throw new InvalidBodyException("'provider.sort.by' is missing");
        }
        return by[0] == null ? null : new Sort(by[0], acrossModels[0]);
    }

    private Sort.By by(String name) {
        return switch (word(name, SORTS)) {
            case "price" -> Sort.By.PRICE;
            case "throughput" -> Sort.By.THROUGHPUT;
            case "latency" -> Sort.By.LATENCY;
            default ->
                throw new InvalidBodyException(
                        name + " of exacto is not supported by this version: say price, throughput or latency");
        };
    }

    private @Nullable Percentiles percentiles(String path) {
        if (json.peek() != '{') {
            return new Percentiles(numbers.measure("'" + path + "'"), null, null, null);
        }
        @Nullable Double[] cutoffs = new Double[PERCENTILES.size()];
        members(path, PERCENTILES, (field, name) -> {
            if (!values.skipNull()) {
                cutoffs[PERCENTILES.indexOf(field)] = numbers.measure(name);
            }
        });
        Percentiles read = new Percentiles(cutoffs[0], cutoffs[1], cutoffs[2], cutoffs[3]);
        return read.equals(new Percentiles(null, null, null, null)) ? null : read;
    }

    private @Nullable MaxPrice maxPrice() {
        @Nullable BigDecimal[] prices = new BigDecimal[PRICES.size()];
        members("provider.max_price", PRICES, (field, name) -> {
            if (values.skipNull()) {
                return;
            }
            if (field.equals("image") || field.equals("audio")) {
                throw new InvalidBodyException(
                        name + " is not supported by this version: the policy does not say what these cost");
            }
            prices[PRICES.indexOf(field)] = numbers.price(name);
        });
        MaxPrice read = new MaxPrice(prices[0], prices[1], prices[2]);
        return read.equals(new MaxPrice(null, null, null)) ? null : read;
    }
}

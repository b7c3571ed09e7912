package dev.byok.command.diff;

import dev.byok.policy.Balancing;
import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Capability;
import dev.byok.policy.Ceiling;
import dev.byok.policy.DataDemand;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.Guardrails;
import dev.byok.policy.ModelFallback;
import dev.byok.policy.NameList;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of something, without what is left out. */
final class Facts {

    private final Map<String, String> said = new LinkedHashMap<>();

    /** Says it, if there is anything; a further time beside what was said. */
    Facts say(String name, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (!text.isEmpty()) {
            said.merge(name, text, (first, second) -> first + "; " + second);
        }
        return this;
    }

    Facts sayIf(boolean holds, String name, String value) {
        return say(name, holds ? value : null);
    }

    /** Says a list of which the order means nothing. */
    Facts sayAll(String name, @Nullable List<?> values) {
        return say(
                name,
                values == null
                        ? null
                        : values.stream()
                                .map(Object::toString)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    /** Says which models and providers are allowed and ignored, and what is demanded of endpoints. */
    Facts sayLists(Guardrails guardrails) {
        sayLists("models", guardrails.models());
        sayLists("providers", guardrails.providers());
        guardrails.bounds().forEach(this::sayBound);
        Ceiling<Integer> tokens = guardrails.ceilings().maxTokens();
        Ceiling<BigDecimal> price = guardrails.ceilings().maxPrice();
        return say("max-tokens", tokens == null ? null : tokens.most())
                .say(
                        "max-price-per-request",
                        price == null ? null : price.most().toPlainString());
    }

    private void sayBound(EndpointBound bound) {
        if (!bound.capabilities().isEmpty()) {
            sayAll(
                    "require",
                    bound.capabilities().stream().map(Capability::text).toList());
        }
        MaxPrice most = bound.maxPrice();
        if (most != null) {
            say("max-price prompt", most.prompt());
            say("max-price completion", most.completion());
            say("max-price request", most.request());
        }
    }

    /** Says what is demanded for the sake of content, but for own keys. */
    Facts sayDemand(DataDemand demand) {
        demand.regions().forEach(list -> sayAll("regions", list.globs()));
        return sayIf(demand.zdr() != null, "zdr", "required")
                .sayIf(demand.noTraining() != null, "training", "forbidden")
                .sayIf(demand.noRetention() != null, "retention", "none");
    }

    /** Says in which order a profile likes what may serve it, but for what holds where it says nothing. */
    Facts sayBalancing(Balancing balancing) {
        say("order", String.join(", ", balancing.order()));
        if (balancing.sort() != null) {
            sayWord("sort", balancing.sort());
        }
        if (balancing.rotation() != Rotation.ORDERED) {
            sayWord("rotation", balancing.rotation());
        }
        return sayIf(!balancing.sticky(), "sticky", "none").sayIf(!balancing.ownKeysFirst(), "own-keys-first", "false");
    }

    /** Says what a profile says of models other than the first that a request names. */
    Facts sayFallback(ModelFallback fallback) {
        ModelFallback.MaxCost most = fallback.maxCost();
        return say("model-fallback", String.join(", ", fallback.added()))
                .sayIf(fallback.forbidden() != null, "model-fallback", "none")
                .say(
                        "model-fallback-max-cost",
                        most == null ? null : most.factor().toPlainString() + "x");
    }

    private void sayLists(String things, List<NameList> lists) {
        lists.forEach(list -> sayAll(list.allows() ? things : "ignored-" + things, list.globs()));
    }

    Facts sayWord(String name, Enum<?> constant) {
        return say(name, constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    Map<String, String> said() {
        return said;
    }
}

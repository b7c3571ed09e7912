package dev.byok.policy.document;

import dev.byok.policy.Model;
import dev.byok.policy.ModelFallback;
import dev.byok.policy.ModelFallback.MaxCost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a profile says of models other than the one that a request names first. */
final class ModelFallbackReader {

    /** The fields of a section that it reads. */
    static final String[] FIELDS = {"model-fallback", "model-fallback-max-cost"};

    private static final String NONE = "none";

    private final Declared<Model> models;

    ModelFallbackReader(Declared<Model> models) {
        this.models = models;
    }

    ModelFallback read(Section section) {
        Value value = section.get("model-fallback");
        MaxCost maxCost = maxCost(section.get("model-fallback-max-cost"));
        if (value == null || value.isList()) {
            return new ModelFallback(value == null ? null : slugs(value), null, maxCost);
        }
        String word = value.text();
        if (word != null && !word.equals(NONE)) {
            value.problem("expected none, or a list of models such as [openai/gpt-5.2-mini]");
        }
        return new ModelFallback(null, value.place().location(), maxCost);
    }

    private static @Nullable MaxCost maxCost(@Nullable Value value) {
        BigDecimal factor = value == null ? null : value.factor();
        return value == null || factor == null
                ? null
                : new MaxCost(factor, value.place().location());
    }

    private List<String> slugs(Value list) {
        List<String> slugs = new ArrayList<>();
        for (Value item : list.list()) {
            String slug = item.text();
            if (slug == null || !models.knows(slug, item)) {
                continue;
            }
            if (slugs.contains(slug)) {
                item.problem("named twice");
            } else {
                slugs.add(slug);
            }
        }
        return slugs;
    }
}

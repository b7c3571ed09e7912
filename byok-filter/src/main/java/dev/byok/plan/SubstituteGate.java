package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.ModelFallback;
import dev.byok.policy.ModelFallback.MaxCost;
import dev.byok.policy.SourceLocation;
import dev.byok.price.MaxPrice;
import dev.byok.price.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a profile has against models other than the one that a request names first. What another one costs is compared part
 * by part, prompt, completion and request, each with the lowest that any endpoint of the first is known to charge for it: so
 * no request costs more than so many times, however long its prompt and answer are.
 */
final class SubstituteGate {

    private final Model first;
    private final @Nullable SourceLocation forbidden;
    private final @Nullable MaxCost maxCost;

    /** What another model may charge; null where nobody limits it, or nobody knows what the first one charges. */
    private final @Nullable MaxPrice ceiling;

    private SubstituteGate(Model first, ModelFallback fallback) {
        this.first = first;
        this.forbidden = fallback.forbidden();
        this.maxCost = fallback.maxCost();
        this.ceiling = maxCost == null ? null : ceiling(first, maxCost.factor());
    }

    /** Returns the gate of a request; null where it has nothing to say. */
    static @Nullable SubstituteGate of(PlanRequest request) {
        ModelFallback fallback = request.caller().profile().modelFallback();
        boolean silent = fallback.forbidden() == null && fallback.maxCost() == null;
        return silent || request.models().size() == 1
                ? null
                : new SubstituteGate(request.models().get(0), fallback);
    }

    /** Returns what keeps a model's endpoint out, or null. */
    @Nullable
    Closure against(Model model, Endpoint endpoint) {
        if (model.slug().equals(first.slug())) {
            return null;
        }
        if (forbidden != null) {
            return new Closure(ExclusionReason.MODEL_FALLBACK, forbidden);
        }
        if (maxCost == null || (ceiling != null && ceiling.admits(endpoint.price()))) {
            return null;
        }
        return new Closure(ExclusionReason.MAX_PRICE, maxCost.location());
    }

    /** Returns null where nobody knows what the first model costs. */
    private static @Nullable MaxPrice ceiling(Model first, BigDecimal factor) {
        BigDecimal prompt = null;
        BigDecimal completion = null;
        BigDecimal request = null;
        for (int i = 0; i < first.endpoints().size(); i++) {
            Price price = first.endpoints().get(i).price();
            if (price != null) {
                prompt = lower(prompt, price.prompt());
                completion = lower(completion, price.completion());
                request = lower(request, price.request() == null ? BigDecimal.ZERO : price.request());
            }
        }
        return prompt == null || completion == null || request == null
                ? null
                : new MaxPrice(prompt.multiply(factor), completion.multiply(factor), request.multiply(factor));
    }

    private static @Nullable BigDecimal lower(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }
}

package dev.byok.plan;

import dev.byok.policy.Ceiling;
import dev.byok.policy.Ceilings;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.price.Price;
import dev.byok.price.Tokens;
import dev.byok.quota.Demand;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the ceilings of policy and route have against a request: that it asks for longer answers than it may, or costs more
 * than it may by list price, for the tokens that its prompt is estimated to have and for the longest answers that it can get.
 */
final class CeilingGate {

    private final Ceilings ceilings;
    private final Extent extent;
    private final Demand demand;

    private CeilingGate(Ceilings ceilings, Extent extent, Demand demand) {
        this.ceilings = ceilings;
        this.extent = extent;
        this.demand = demand;
    }

    /** Returns the gate of a request; null where nobody says anything. */
    static @Nullable CeilingGate of(PlanRequest request) {
        Ceilings ceilings = request.narrowing().ceilings(request.caller());
        return ceilings.equals(Ceilings.NONE) ? null : new CeilingGate(ceilings, request.extent(), request.demand());
    }

    /** Returns what keeps an endpoint out, or null. */
    @Nullable
    Closure against(Model model, Endpoint endpoint) {
        Ceiling<Integer> tokens = ceilings.maxTokens();
        if (tokens != null && extent.answers() > 0 && extent.askedTokens() > tokens.most()) {
            return new Closure(ExclusionReason.MAX_TOKENS, tokens.location());
        }
        Ceiling<BigDecimal> price = ceilings.maxPrice();
        if (price == null) {
            return null;
        }
        BigDecimal cost = cost(model, endpoint.price());
        return cost != null && cost.compareTo(price.most()) <= 0
                ? null
                : new Closure(ExclusionReason.MAX_PRICE_PER_REQUEST, price.location());
    }

    /** Returns null where nobody knows. */
    private @Nullable BigDecimal cost(Model model, @Nullable Price price) {
        Long answer = answerTokens(model);
        return price == null || answer == null ? null : price.of(Tokens.of(demand.promptTokens(), answer));
    }

    /** Returns what all answers may have together; null where nobody knows. */
    private @Nullable Long answerTokens(Model model) {
        if (extent.answers() == 0 || demand.answerTokens() > 0) {
            return demand.answerTokens();
        }
        Integer longest = model.maxOutput() != null ? model.maxOutput() : model.context();
        return longest == null ? null : Long.valueOf((long) longest * extent.answers());
    }
}

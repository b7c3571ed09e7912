package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.price.Price;
import dev.byok.quota.Demand;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints charge for one request, so that they can be compared with each other: by list price, for the tokens that the
 * prompt is estimated to have and for the longest answer that the request allows; where it sets no limit, for an answer as
 * long as the prompt. Models without answers, of which no endpoint has a price for one, are compared by the prompt alone.
 */
final class PriceScale {

    /** Of an endpoint whose price is not known. */
    static final double UNKNOWN = Double.NaN;

    private static final double TOKENS_PER_PRICE = 1_000_000;

    private final double prompt;
    private final double answer;

    PriceScale(Demand demand, List<Endpoint> compared) {
        this.prompt = Math.max(1, demand.promptTokens());
        this.answer = !haveAnswers(compared) ? 0 : demand.answerTokens() > 0 ? demand.answerTokens() : prompt;
    }

    private static boolean haveAnswers(List<Endpoint> endpoints) {
        for (int i = 0; i < endpoints.size(); i++) {
            Price price = endpoints.get(i).price();
            if (price != null && price.completion() != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns the price in millionths of USD; {@link #UNKNOWN} where a part of it is not known. */
    double of(Endpoint endpoint) {
        Price price = endpoint.price();
        if (price == null) {
            return UNKNOWN;
        }
        double ofAnswer = 0;
        if (answer > 0) {
            BigDecimal completion = price.completion();
            if (completion == null) {
                return UNKNOWN;
            }
            ofAnswer = completion.doubleValue() * answer;
        }
        return price.prompt().doubleValue() * prompt + ofAnswer + perRequest(price.request());
    }

    private static double perRequest(@Nullable BigDecimal request) {
        return request == null ? 0 : request.doubleValue() * TOKENS_PER_PRICE;
    }
}

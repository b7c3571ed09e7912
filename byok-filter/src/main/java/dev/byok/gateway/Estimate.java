package dev.byok.gateway;

import dev.byok.price.Price;
import dev.byok.price.Tokens;
import dev.byok.request.BodyFacts;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a request may use, as far as it can be told before anybody is asked.
 *
 * @param prompt tokens that the body's length suggests
 * @param completion tokens of the longest answer that the request allows; null where it sets no limit
 */
record Estimate(long prompt, @Nullable Long completion) {

    private static final int BYTES_PER_TOKEN = 4;

    static Estimate of(ApiOperation operation, BodyFacts facts) {
        return new Estimate(promptTokens(facts), completion(operation, facts));
    }

    static int promptTokens(BodyFacts facts) {
        return facts.length() / BYTES_PER_TOKEN;
    }

    private static @Nullable Long completion(ApiOperation operation, BodyFacts facts) {
        if (operation == ApiOperation.EMBEDDINGS) {
            return 0L;
        }
        return answerTokens(facts);
    }

    /** Returns the tokens of all answers at most; null where the request sets no bound, or one beyond reason. */
    static @Nullable Long answerTokens(BodyFacts facts) {
        Integer limit = facts.maxTokens();
        return limit == null || limit == Integer.MAX_VALUE ? null : Long.valueOf((long) limit * facts.choices());
    }

    /** Returns the cost in USD; null where it is unknown. */
    @Nullable
    BigDecimal cost(@Nullable Price price) {
        return price == null || completion == null ? null : price.of(Tokens.of(prompt, completion));
    }

    /** Returns what is missing for a cost that is unknown. */
    String missing(@Nullable Price price) {
        return price != null && completion == null ? "max_tokens" : "price";
    }
}

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

    /** @param maxTokens what an answer may have where the request does not say it; null where nobody says so */
    static Estimate of(ApiOperation operation, BodyFacts facts, @Nullable Integer maxTokens) {
        return new Estimate(promptTokens(facts), completion(operation, facts, maxTokens));
    }

    static int promptTokens(BodyFacts facts) {
        return facts.length() / BYTES_PER_TOKEN;
    }

    private static @Nullable Long completion(ApiOperation operation, BodyFacts facts, @Nullable Integer maxTokens) {
        if (!operation.generates()) {
            return 0L;
        }
        return answerTokens(facts, maxTokens);
    }

    /** Returns the tokens of all answers at most; null where nobody sets a bound, or the request one beyond reason. */
    static @Nullable Long answerTokens(BodyFacts facts, @Nullable Integer maxTokens) {
        Integer limit = facts.maxTokens() == null ? maxTokens : facts.maxTokens();
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

package dev.byok.command.scenario;

import dev.byok.plan.Attempt;
import dev.byok.price.Price;
import dev.byok.price.Tokens;
import dev.byok.scenario.Given;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an attempt would cost at most, by list price. */
final class LargestCost {

    private LargestCost() {}

    /** Returns it in USD, with what is not given as {@link dev.byok.scenario.Expect} says; null where nobody knows. */
    static @Nullable BigDecimal of(Attempt attempt, Given given) {
        Price price = attempt.endpoint().price();
        if (price == null) {
            return null;
        }
        Integer prompt = given.promptTokens();
        Integer answer = given.maxTokens();
        Integer context = attempt.model().context();
        if (prompt != null && answer != null) {
            return price.of(Tokens.of(prompt, answer));
        }
        if (context == null) {
            return null;
        }
        if (prompt != null) {
            return price.of(Tokens.of(prompt, left(context, prompt)));
        }
        if (answer != null) {
            return price.of(Tokens.of(left(context, answer), answer));
        }
        // Linear in between: the dearest is at one of the ends.
        BigDecimal allAnswer = price.of(Tokens.of(0, context));
        BigDecimal allPrompt = price.of(Tokens.of(context, 0));
        return allAnswer == null || allPrompt == null
                ? null
                : Stream.of(allAnswer, allPrompt).max(BigDecimal::compareTo).orElse(null);
    }

    private static int left(int context, int taken) {
        return Math.max(0, context - taken);
    }
}

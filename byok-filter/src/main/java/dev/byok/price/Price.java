package dev.byok.price;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint charges, in USD: per million tokens, but for {@code request}. Exact decimals, never negative.
 *
 * @param completion null where nothing is said of it: what an answer costs is then unknown
 * @param cachedRead null where it costs what the rest of the prompt does
 * @param cachedWrite null where it costs what the rest of the prompt does
 * @param reasoning null where it costs what the rest of the completion does
 * @param request per request, beside its tokens; null where nothing is charged for it
 */
public record Price(
        BigDecimal prompt,
        @Nullable BigDecimal completion,
        @Nullable BigDecimal cachedRead,
        @Nullable BigDecimal cachedWrite,
        @Nullable BigDecimal reasoning,
        @Nullable BigDecimal request) {

    private static final int MILLION = 6;

    /** Returns what these tokens cost in USD, not rounded; null where a part of it is unknown. */
    public @Nullable BigDecimal of(Tokens tokens) {
        BigDecimal answer = completion(tokens);
        if (answer == null) {
            return null;
        }
        long fresh = tokens.prompt() - tokens.cachedRead() - tokens.cachedWrite();
        BigDecimal perMillion = times(prompt, fresh)
                .add(times(or(cachedRead, prompt), tokens.cachedRead()))
                .add(times(or(cachedWrite, prompt), tokens.cachedWrite()))
                .add(answer);
        return perMillion.movePointLeft(MILLION).add(or(request, BigDecimal.ZERO));
    }

    private @Nullable BigDecimal completion(Tokens tokens) {
        if (tokens.completion() == 0) {
            return BigDecimal.ZERO;
        }
        long plain = tokens.completion() - tokens.reasoning();
        if (completion == null) {
            return plain > 0 || reasoning == null ? null : times(reasoning, tokens.reasoning());
        }
        return times(completion, plain).add(times(or(reasoning, completion), tokens.reasoning()));
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }

    private static BigDecimal or(@Nullable BigDecimal price, BigDecimal otherwise) {
        return price == null ? otherwise : price;
    }
}

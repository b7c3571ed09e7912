package dev.byok.price;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint may charge at most, in USD: per million tokens, but for {@code request}. Null where any price will do.
 *
 * @param request per request, beside its tokens
 */
public record MaxPrice(
        @Nullable BigDecimal prompt,
        @Nullable BigDecimal completion,
        @Nullable BigDecimal request) {

    /** Returns whether a price is known to be within each ceiling; one that is unknown is not. */
    public boolean admits(@Nullable Price price) {
        return price != null
                && isAtMost(price.prompt(), prompt)
                && isAtMost(price.completion(), completion)
                && isAtMost(price.request() == null ? BigDecimal.ZERO : price.request(), request);
    }

    private static boolean isAtMost(@Nullable BigDecimal price, @Nullable BigDecimal most) {
        return most == null || (price != null && price.compareTo(most) <= 0);
    }
}

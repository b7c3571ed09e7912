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
        @Nullable BigDecimal request) {}

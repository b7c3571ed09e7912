package dev.byok.command.catalog;

import dev.byok.price.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Figures of a price list as the policy holds them. */
final class ListPrice {

    /** The policy's own bounds for an amount. */
    private static final int DECIMALS = 12;

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(7);
    private static final int MILLION = 6;

    private ListPrice() {}

    /** Returns USD per million of what the figure is for one of; null where it is none. */
    static @Nullable BigDecimal perMillion(JsonNode figure) {
        BigDecimal amount = amount(figure);
        return amount == null ? null : amount.movePointRight(MILLION);
    }

    /** Returns the figure itself; null where it is none. */
    static @Nullable BigDecimal amount(JsonNode figure) {
        return figure.isNumber() ? figure.decimalValue() : null;
    }

    /**
     * Returns the first figure above 0. A part that is listed at 0 has no price of its own (lists say so of what is written
     * to a cache that nobody charges for): it costs what the rest does, which is never too little.
     */
    static @Nullable BigDecimal ofPart(@Nullable BigDecimal... figures) {
        for (BigDecimal figure : figures) {
            if (figure != null && figure.signum() > 0) {
                return figure;
            }
        }
        return null;
    }

    /** Returns why such a price cannot be taken over; null where it can. */
    static @Nullable String whyNot(@Nullable BigDecimal prompt, @Nullable BigDecimal completion) {
        if (prompt == null) {
            return "no price per token of the prompt";
        }
        boolean free = prompt.signum() == 0 && (completion == null || completion.signum() == 0);
        return free ? "priced at 0, which may mean free or not known" : null;
    }

    /** Returns whether the policy can hold every digit of it. */
    static boolean fits(Price price) {
        return fits(price.prompt())
                && fits(price.completion())
                && fits(price.cachedRead())
                && fits(price.cachedWrite())
                && fits(price.reasoning())
                && fits(price.request());
    }

    private static boolean fits(@Nullable BigDecimal amount) {
        return amount == null
                || (amount.signum() >= 0
                        && amount.compareTo(LIMIT) < 0
                        && amount.stripTrailingZeros().scale() <= DECIMALS);
    }
}

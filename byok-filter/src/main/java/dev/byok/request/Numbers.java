package dev.byok.request;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads numbers to compare others with: none is negative, none too long to be meant. */
final class Numbers {

    private static final int LONGEST = 40;
    private static final int MOST_DIGITS = 12;
    private static final int MOST_DECIMALS = 30;

    private final JsonCursor json;

    Numbers(JsonCursor json) {
        this.json = json;
    }

    /** Reads a number of seconds, or of tokens per second. */
    double measure(String name) {
        BigDecimal value = startsANumber() ? number() : null;
        if (value == null) {
            throw new InvalidBodyException(name + " must be a number, 0 or more");
        }
        return value.doubleValue();
    }

    /** Reads an amount in USD, written as a number or as a string. */
    BigDecimal price(String name) {
        BigDecimal value = json.peek() == '"' ? inString() : startsANumber() ? number() : null;
        if (value == null) {
            throw new InvalidBodyException(name + " must be an amount in USD, 0 or more: a number, or one in a string");
        }
        return value;
    }

    private boolean startsANumber() {
        int next = json.peek();
        return next == '-' || (next >= '0' && next <= '9');
    }

    private @Nullable BigDecimal number() {
        int from = json.offset();
        json.skipValue();
        return json.offset() - from > LONGEST ? null : value(json.ascii(from));
    }

    private @Nullable BigDecimal inString() {
        json.string(true);
        return json.textLength() > LONGEST ? null : value(json.text());
    }

    private static @Nullable BigDecimal value(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            boolean sane = value.signum() >= 0
                    && (long) value.precision() - value.scale() <= MOST_DIGITS
                    && value.scale() <= MOST_DECIMALS;
            return sane ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

package dev.byok.quota;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a limit is whole again, as providers write it: numbers with units as in {@code 6m0s} or {@code 17.399999999s}, RFC
 * 3339 as in {@code 2026-11-05T12:00:45Z}, and a bare number of seconds or, where it is as large as today is, since 1970.
 * Read on the way of every answer that has it, so without regular expressions.
 */
final class ResetText {

    private static final int LONGEST = 40;
    private static final int TIME_MARK = 10;
    private static final double EPOCH_SECONDS_FROM = 1e9;
    private static final double EPOCH_MILLIS_FROM = 1e11;
    /** More than a rounding error of a sum, less than anything a provider means. */
    private static final double NOTHING = 1e-6;

    private final String text;
    private int at;

    private ResetText(String text) {
        this.text = text;
    }

    /**
     * Returns the time from now until then, negative if it is past; null if the text cannot be read.
     *
     * @param bare whether a number without a unit is understood
     */
    static @Nullable Duration until(String value, boolean bare, Instant now) {
        String text = value.trim();
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        try {
            if (text.length() > TIME_MARK && text.charAt(TIME_MARK) == 'T') {
                return Duration.between(now, Instant.parse(text));
            }
            return new ResetText(text).read(bare, now);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Duration read(boolean bare, Instant now) {
        double total = 0;
        while (at < text.length()) {
            double number = Double.parseDouble(next(false));
            String unit = next(true);
            if (unit.isEmpty()) {
                boolean alone = total == 0 && at == text.length();
                return bare && alone ? ofBare(number, now) : null;
            }
            double millis = millisOf(unit);
            if (millis == 0) {
                return null;
            }
            total += number * millis;
        }
        return ofMillis(total);
    }

    private static Duration ofBare(double number, Instant now) {
        if (number < EPOCH_SECONDS_FROM) {
            return ofMillis(number * 1000);
        }
        double millis = number < EPOCH_MILLIS_FROM ? number * 1000 : number;
        return ofMillis(millis - now.toEpochMilli());
    }

    /** Returns the digits and points, or the letters, that come next. */
    private String next(boolean letters) {
        int start = at;
        while (at < text.length() && isNumeric(text.charAt(at)) != letters) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static double millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 0;
        };
    }

    private static Duration ofMillis(double millis) {
        return Duration.ofMillis((long) Math.ceil(millis - NOTHING));
    }
}

package dev.byok.outcome;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The grammars in which providers write a delay. What does not follow them, or is beyond belief, is null. */
final class DelayText {

    /** A bare number may be in another unit than we believe, so it is believed up to a day only. */
    private static final Duration LONGEST_NUMBER = Duration.ofHours(24);
    /** Dates and written units cannot be mistaken; a monthly quota is the longest there is. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.\\d{1,9})?");
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s?([a-z]{1,12})\\s?");
    private static final BigDecimal MILLISECONDS_FROM = new BigDecimal("100000000000");
    private static final BigDecimal EPOCH_FROM = new BigDecimal("1000000000");

    private DelayText() {}

    /** Reads a bare number of seconds, as in {@code 1.5}. */
    static @Nullable Duration seconds(@Nullable String value) {
        return number(value, 1000);
    }

    /** Reads a bare number of milliseconds. */
    static @Nullable Duration milliseconds(@Nullable String value) {
        return number(value, 1);
    }

    /** Reads numbers with units, as in {@code 6m0s}, {@code 17.399999999s} or {@code 2 minutes}. */
    static @Nullable Duration duration(@Nullable String value) {
        if (value == null || value.length() > 64) {
            return null;
        }
        Matcher part = PART.matcher(value.trim().toLowerCase(Locale.ROOT));
        BigDecimal total = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long unit = unitMillis(part.group(2));
            if (unit == 0) {
                return null;
            }
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        return end == 0 || end < value.trim().length() ? null : sane(millis(total));
    }

    /** Reads a point in time in seconds or milliseconds since 1970. */
    static @Nullable Duration untilEpoch(@Nullable String value, Instant now) {
        BigDecimal number = parse(value);
        if (number == null || number.compareTo(EPOCH_FROM) < 0) {
            return null;
        }
        boolean inMillis = number.compareTo(MILLISECONDS_FROM) > 0;
        long millis = (inMillis ? number : number.movePointRight(3)).longValue();
        return sane(Duration.between(now, Instant.ofEpochMilli(millis)));
    }

    /** Returns the delay, or null where it is negative or longer than any quota. */
    static @Nullable Duration sane(Duration delay) {
        return delay.isNegative() || delay.compareTo(LONGEST) > 0 ? null : delay;
    }

    private static @Nullable Duration number(@Nullable String value, long unitMillis) {
        BigDecimal number = parse(value);
        if (number == null) {
            return null;
        }
        Duration delay = millis(number.multiply(BigDecimal.valueOf(unitMillis)));
        return delay.compareTo(LONGEST_NUMBER) > 0 ? null : delay;
    }

    private static @Nullable BigDecimal parse(@Nullable String value) {
        return value != null && NUMBER.matcher(value.trim()).matches() ? new BigDecimal(value.trim()) : null;
    }

    /** Rounded up: never earlier than asked for. */
    private static Duration millis(BigDecimal millis) {
        return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue());
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1_000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            default -> 0;
        };
    }
}

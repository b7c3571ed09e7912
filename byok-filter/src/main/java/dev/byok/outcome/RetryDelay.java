package dev.byok.outcome;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to wait. In order: {@code retry-after-ms}, {@code retry-after} as seconds, as a date, a delay
 * in the error's details, a delay in its text, and last the latest reset among the limits that are used up. A value that
 * cannot be read, lies in the past or is absurdly long is passed over for the next source.
 */
public final class RetryDelay {

    private static final List<String> DIMENSIONS =
            List.of("-requests", "-tokens", "-project-tokens", "-input-images", "");

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private static final String QUANTITY =
            "\\d{1,9}(?:\\.\\d{1,9})?\\s?(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])\\s?";
    /** Units may touch each other, as in 6m0s: then the letter after one is a digit. */
    private static final Pattern IN_TEXT =
            Pattern.compile("\\b(?:retry after|try again in|retry in) ((?:" + QUANTITY + "){1,5})");

    private final Clock clock;

    public RetryDelay(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns the delay from any source; null where the provider did not say.
     *
     * @param detail a delay that stood in a field of its own in the error's body
     * @param message the error's text
     */
    public @Nullable Duration resolve(HeaderLookup headers, @Nullable String detail, @Nullable String message) {
        Duration asked = asked(headers, detail, message);
        return asked != null ? asked : ofExhausted(headers);
    }

    /** As {@link #resolve}, without the limits' resets: only what the provider asks for in so many words. */
    public @Nullable Duration asked(HeaderLookup headers, @Nullable String detail, @Nullable String message) {
        Duration delay = DelayText.milliseconds(headers.get("retry-after-ms"));
        if (delay == null) {
            delay = DelayText.seconds(headers.get("retry-after"));
        }
        if (delay == null) {
            delay = untilDate(headers.get("retry-after"));
        }
        if (delay == null) {
            delay = DelayText.duration(detail);
        }
        return delay != null ? delay : inText(message);
    }

    /** Returns the time until Google's quotas of a day begin anew. */
    public Duration untilMidnightPacific() {
        ZonedDateTime now = clock.instant().atZone(PACIFIC);
        return Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(PACIFIC));
    }

    /** Returns the time until a calendar month, in UTC, begins. */
    public Duration untilNextMonth() {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        return Duration.between(
                now, now.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(ZoneOffset.UTC));
    }

    private @Nullable Duration ofExhausted(HeaderLookup headers) {
        Duration latest = null;
        for (String dimension : DIMENSIONS) {
            if (isZero(headers.get("x-ratelimit-remaining" + dimension))) {
                Duration reset = reset(dimension, headers.get("x-ratelimit-reset" + dimension));
                latest = later(latest, reset);
            }
        }
        return latest;
    }

    private static @Nullable Duration later(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A bare number behind a named dimension is Azure's, whose unit nobody has settled; units make it readable. */
    private @Nullable Duration reset(String dimension, @Nullable String value) {
        Duration written = DelayText.duration(value);
        if (written != null || !dimension.isEmpty()) {
            return written;
        }
        Duration epoch = DelayText.untilEpoch(value, clock.instant());
        return epoch != null ? epoch : DelayText.seconds(value);
    }

    private @Nullable Duration untilDate(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return DelayText.sane(Duration.between(clock.instant(), date.toInstant()));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Duration inText(@Nullable String message) {
        if (message == null) {
            return null;
        }
        Matcher matcher = IN_TEXT.matcher(message.toLowerCase(Locale.ROOT));
        return matcher.find() ? DelayText.duration(matcher.group(1)) : null;
    }

    private static boolean isZero(@Nullable String value) {
        return value != null && value.trim().equals("0");
    }
}

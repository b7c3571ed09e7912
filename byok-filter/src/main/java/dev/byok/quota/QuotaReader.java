package dev.byok.quota;

import dev.byok.provider.ProviderPreset;
import dev.byok.quota.LimitHeaders.Form;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is left of a key's limits from an answer's headers. Only numbers and times are taken over. An answer without
 * such headers costs one look for each limit its provider is known to have, and nothing else.
 *
 * @param <H> the transport's headers
 */
public final class QuotaReader<H> {

    /** A figure that claims to hold for longer is not believed for longer. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final int MOST_DIGITS = 15;

    private final HeaderOf<H> header;
    private final InstantSource clock;

    /** Looks a header up, by name in any case; null where there is none. */
    @FunctionalInterface
    public interface HeaderOf<H> {
        @Nullable
        String get(H headers, String name);
    }

    public QuotaReader(HeaderOf<H> header, InstantSource clock) {
        this.header = header;
        this.clock = clock;
    }

    /** Returns what the headers say; null where that is nothing. */
    public @Nullable Quota read(ProviderPreset preset, H headers) {
        List<LimitHeaders> known = LimitHeaders.of(preset);
        List<Remaining> found = null;
        for (int i = 0; i < known.size(); i++) {
            LimitHeaders limit = known.get(i);
            String value = header.get(headers, limit.remaining());
            Remaining remaining = value == null ? null : remaining(limit, value, headers);
            if (remaining != null) {
                found = with(found, remaining);
            }
        }
        return found == null ? null : new Quota(found);
    }

    private @Nullable Remaining remaining(LimitHeaders limit, String value, H headers) {
        boolean structured = limit.form() == Form.STRUCTURED;
        long amount = number(structured ? parameter(value, ";r=") : value);
        if (amount < 0 || (amount == 0 && isNoLimit(limit, headers))) {
            return null;
        }
        String reset = structured ? parameter(value, ";t=") : lookUp(limit.reset(), headers);
        Instant now = clock.instant();
        Duration time = time(limit, reset, now);
        return time.isNegative() || time.isZero()
                ? null
                : new Remaining(limit.limit(), limit.metered(), amount, now.plus(time));
    }

    private static Duration time(LimitHeaders limit, @Nullable String reset, Instant now) {
        boolean bare = limit.form() != Form.RESET_WITH_UNITS;
        Duration said = reset == null ? null : ResetText.until(reset, bare, now);
        Duration time = said == null ? limit.window() : said;
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    /** Azure shows limits it does not have as 0 or -1. */
    private boolean isNoLimit(LimitHeaders limit, H headers) {
        String most = lookUp(limit.most(), headers);
        return most != null && number(most) <= 0;
    }

    private @Nullable String lookUp(@Nullable String name, H headers) {
        return name == null ? null : header.get(headers, name);
    }

    /** Providers' own name for a limit may stand in two forms: the first one known counts. */
    private static List<Remaining> with(@Nullable List<Remaining> found, Remaining next) {
        List<Remaining> all = found == null ? new ArrayList<>(2) : found;
        if (all.stream().noneMatch(other -> other.limit().equals(next.limit()))) {
            all.add(next);
        }
        return all;
    }

    /** Returns the whole part of a number, cut at its point; -1 for anything else. */
    private static long number(@Nullable String value) {
        String text = value == null ? "" : value.trim();
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        if (end == 0 || end > MOST_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Returns a parameter of a structured field's first item, given as {@code ;name=}. */
    private static @Nullable String parameter(String field, String name) {
        int comma = field.indexOf(',');
        String item = comma < 0 ? field : field.substring(0, comma);
        int start = item.indexOf(name);
        if (start < 0) {
            return null;
        }
        int end = item.indexOf(';', start + 1);
        return item.substring(start + name.length(), end < 0 ? item.length() : end);
    }
}

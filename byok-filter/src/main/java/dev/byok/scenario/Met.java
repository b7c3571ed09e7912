package dev.byok.scenario;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider key has just met, and is remembered for.
 *
 * @param what one of {@link #OF_KEYS}
 * @param time how long the provider asks to wait; null where it does not say, and the gateway's own time holds
 */
public record Met(OutcomeClass what, @Nullable Duration time) {

    /** What is remembered of a key itself. */
    public static final List<OutcomeClass> OF_KEYS = List.of(
            OutcomeClass.CREDENTIAL_REJECTED,
            OutcomeClass.QUOTA_EXHAUSTED,
            OutcomeClass.RATE_LIMITED,
            OutcomeClass.PERMISSION);

    /** What is remembered of a provider's endpoints, once it has happened often enough in a row. */
    public static final List<OutcomeClass> OF_PROVIDERS = List.of(OutcomeClass.OVERLOADED, OutcomeClass.SILENT);

    private static final Pattern TEXT = Pattern.compile("(?<what>[a-z_]+)(:(?<time>[0-9]{1,6}[smh]))?");

    /** Returns what a text such as {@code rate_limited} or {@code rate_limited:30s} says of a key; null for anything else. */
    public static @Nullable Met of(String text) {
        Matcher said = TEXT.matcher(text);
        OutcomeClass what = said.matches() ? named(said.group("what"), OF_KEYS) : null;
        if (what == null) {
            return null;
        }
        String time = said.group("time");
        return new Met(what, time == null ? null : Duration.parse("PT" + time.toUpperCase(Locale.ROOT)));
    }

    /** Returns which of the classes has this name; null where none has. */
    public static @Nullable OutcomeClass named(String text, List<OutcomeClass> classes) {
        return classes.stream()
                .filter(known -> known.text().equals(text))
                .findFirst()
                .orElse(null);
    }

    /** Returns the text that says this. */
    public String text() {
        return what.text() + (time == null ? "" : ":" + time.toSeconds() + "s");
    }

    /** Returns the answer that it came with. */
    public Outcome outcome() {
        return new Outcome(what, SubClass.NONE, 0, time, ProviderError.NONE);
    }
}

package dev.byok.policy.document;

import dev.byok.policy.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code timeouts} of a provider or a profile. A limit that could never be reached is refused: whoever writes one
 * believes that it holds.
 */
final class TimeoutsReader {

    private static final Fields FIELDS =
            Fields.of("connect", "headers", "first-output", "stall", "output-gap", "total");

    private TimeoutsReader() {}

    static Timeouts read(Section owner) {
        Section section = owner.section("timeouts");
        if (section == null) {
            return Timeouts.NONE;
        }
        section.only(FIELDS);
        return new Timeouts(
                beforeOutput(section, "connect"),
                beforeOutput(section, "headers"),
                beforeOutput(section, "first-output"),
                ofRequest(section, "stall"),
                ofRequest(section, "output-gap"),
                ofRequest(section, "total"));
    }

    private static @Nullable Duration beforeOutput(Section section, String name) {
        return atMost(section, name, Timeouts.STREAM_START, "all that a stream has until its first output");
    }

    /** Reads a limit of something that a request may spend all its time with. */
    static @Nullable Duration ofRequest(Section section, String name) {
        return atMost(section, name, Timeouts.REQUEST, "all that a request has");
    }

    private static @Nullable Duration atMost(Section section, String name, Duration bound, String meaning) {
        Value value = section.get(name);
        Duration duration = value == null ? null : value.duration();
        if (value == null || duration == null || duration.compareTo(bound) <= 0) {
            return duration;
        }
        value.problem("expected at most " + bound.toMinutes() + "m, " + meaning);
        return null;
    }
}

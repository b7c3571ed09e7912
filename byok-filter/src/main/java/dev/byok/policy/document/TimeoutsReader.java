package dev.byok.policy.document;

import dev.byok.policy.Timeouts;

/** Reads {@code timeouts} of a provider or a profile. */
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
                section.duration("connect"),
                section.duration("headers"),
                section.duration("first-output"),
                section.duration("stall"),
                section.duration("output-gap"),
                section.duration("total"));
    }
}

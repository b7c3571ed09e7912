package dev.byok.command.calendar;

import dev.byok.policy.SourceLocation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Something of a policy that has a date.
 *
 * @param id what it is, told apart from everything else whatever its date; not to be printed
 * @param what what it is, for people, as in {@code key main of acme for openai}
 * @param happens what happens on the day, as in {@code expires}
 * @param at from when on
 */
record PolicyDate(String id, String what, String happens, Instant at, SourceLocation location) {

    /** Returns the day, in UTC. */
    LocalDate day() {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Returns both in a line. */
    String title() {
        return what + " " + happens;
    }
}

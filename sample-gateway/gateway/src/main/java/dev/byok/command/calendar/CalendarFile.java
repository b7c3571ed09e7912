package dev.byok.command.calendar;

import dev.byok.command.support.PolicyFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.Period;
import java.util.HexFormat;
import java.util.List;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Trigger;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableAction;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** Tells calendars (RFC 5545): an event of a whole day for each date, with its reminders. */
final class CalendarFile {

    /** Days before. */
    private static final List<Integer> REMINDERS = List.of(30, 7);

    private static final int ID_LENGTH = 32;

    private CalendarFile() {}

    static void print(PolicyFolder folder, List<PolicyDate> dates, Instant now, PrintWriter out) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Byok for Spring Cloud Gateway//byok calendar//EN"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        dates.forEach(date -> calendar.add(event(folder, date, now)));
        // One without events is against the RFC; yet it takes the last event from a calendar that follows a file.
        boolean validating = !dates.isEmpty();
        try {
            new CalendarOutputter(validating).output(calendar, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VEvent event(PolicyFolder folder, PolicyDate date, Instant now) {
        VEvent event = new VEvent(false);
        event.add(new Uid(uid(date)));
        event.add(new DtStamp(now));
        event.add(new DtStart<>(date.day()));
        event.add(new Summary(date.title()));
        event.add(new Description(folder.prefix() + date.location() + "\n" + date.happens() + " at " + date.at()));
        event.add(ImmutableTransp.TRANSPARENT);
        REMINDERS.forEach(days -> event.add(reminder(date, days)));
        return event;
    }

    private static VAlarm reminder(PolicyDate date, int days) {
        VAlarm alarm = new VAlarm();
        alarm.add(ImmutableAction.DISPLAY);
        alarm.add(new Trigger(Period.ofDays(-days)));
        alarm.add(new Description(date.title() + " in " + days + " days"));
        return alarm;
    }

    /** The same whatever the date, so that an event that is imported again moves. */
    private static String uid(PolicyDate date) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(date.id().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH) + "@byok";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

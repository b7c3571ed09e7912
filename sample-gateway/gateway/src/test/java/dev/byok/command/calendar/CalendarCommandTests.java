package dev.byok.command.calendar;

import static dev.byok.command.support.SmallPolicy.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is typed; its calendar as another program reads it. */
class CalendarCommandTests {

    private static final String HASH = "5c1d7e0000000000000000000000000000000000000000000000000000000001";
    private static final PolicyFiles DATED = edited(
            edited(
                    SmallPolicy.edited(ACME, "{ name: main, ", "{ name: main, expires: 2031-03-01T23:30:00Z, "),
                    ACME,
                    "{ sha256: \"" + HASH + "\" }",
                    "{ sha256: \"" + HASH + "\", expires: 2030-12-31 }"),
            "providers.yml",
            "{ name: shared-groq, ",
            "{ name: shared-groq, expires: 2020-01-01, ");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void listsEveryDateForPeople() throws IOException {
        SmallPolicy.write(folder.resolve("byok"), DATED);

        assertThat(byok("calendar", "--format", "human", folder.toString())).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2020-01-01 (passed)  shared key shared-groq for groq expires  byok/providers.yml:4",
                        "2030-12-31  gateway key 5c1d7e00… of caller app of acme expires  byok/workspaces/acme.yml:5",
                        "2031-03-01  key main of acme for openai expires  byok/workspaces/acme.yml:11");
    }

    @Test
    void isACalendarThatOthersRead() throws IOException, ParserException {
        SmallPolicy.write(folder.resolve("byok"), DATED);

        assertThat(byok("calendar", folder.toString())).isZero();

        Calendar calendar = read(out.toString());
        assertThat(calendar.validate().hasErrors()).isFalse();
        List<VEvent> events = calendar.getComponents();
        assertThat(events)
                .extracting(event -> value(event, Property.DTSTART))
                .containsExactly("20200101", "20301231", "20310301");
        VEvent key = events.get(2);
        assertThat(value(key, Property.SUMMARY)).isEqualTo("key main of acme for openai expires");
        assertThat(value(key, Property.DESCRIPTION))
                .isEqualTo("byok/workspaces/acme.yml:11\nexpires at 2031-03-01T23:30:00Z");
        assertThat(Duration.between(stamp(key), Instant.now())).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(key.getAlarms())
                .extracting(alarm -> value(alarm, Property.TRIGGER))
                .containsExactly("-P30D", "-P1W");
        assertThat(key.getAlarms())
                .extracting(alarm -> value(alarm, Property.ACTION))
                .containsOnly("DISPLAY");
    }

    @Test
    void keepsTheLinesWithinTheFormatsLength() throws IOException {
        SmallPolicy.write(folder.resolve("byok"), DATED);

        byok("calendar", folder.toString());

        assertThat(out.toString()).endsWith("END:VCALENDAR\r\n");
        assertThat(out.toString().split("\r\n")).allMatch(line -> line.length() <= 75 && !line.contains("\n"));
    }

    @Test
    void movesAnEventWhoseDateHasChanged() throws IOException, ParserException {
        List<String> before = uids(DATED);
        List<String> after = uids(edited(DATED, ACME, "2031-03-01T23:30:00Z", "2032-01-01"));

        assertThat(after).isEqualTo(before).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void holdsNoReferenceAndNoHash() throws IOException {
        SmallPolicy.write(folder, DATED);

        byok("calendar", folder.toString());
        byok("calendar", "--format", "human", folder.toString());

        assertThat(out.toString().replace("\r\n ", ""))
                .contains("gateway key 5c1d7e00…")
                .doesNotContain("run/secrets", HASH.substring(0, 16), HASH.substring(48));
    }

    @Test
    void neverRepeatsANameThatMayBeASecret() throws IOException {
        String suspect = "0123456789abcdef0123456789abcdef";
        SmallPolicy.write(folder, edited(DATED, ACME, "name: main", "name: " + suspect));

        byok("calendar", folder.toString());
        byok("calendar", "--format", "human", folder.toString());

        assertThat(out.toString().replace("\r\n ", ""))
                .contains("key … of acme for openai expires")
                .doesNotContain(suspect);
    }

    @Test
    void saysSoWhereNothingHasADate() throws IOException, ParserException {
        SmallPolicy.write(folder, SmallPolicy.files());

        assertThat(byok("calendar", folder.toString())).isZero();

        assertThat(read(out.toString()).getComponents()).isEmpty();
        assertThat(err.toString().strip()).isEqualTo("nothing in this policy has a date");
    }

    @Test
    void tellsWhenAKeyIsDueForReview() throws IOException {
        SmallPolicy.write(
                folder,
                SmallPolicy.edited(ACME, "{ name: main, ", "{ name: main, owner: somebody, review-by: 2030-06-30, "));

        byok("calendar", "--format", "human", folder.toString());

        assertThat(out.toString().lines())
                .containsExactly("2030-06-30  key main of acme for openai is due for review  workspaces/acme.yml:11");
    }

    @Test
    void tellsWhyAPolicyIsRefused() throws IOException {
        SmallPolicy.write(folder, SmallPolicy.edited(ACME, "environment: prod", "environment: prdo"));

        assertThat(byok("calendar", folder.toString())).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("unknown environment (did you mean prod?)", "refused: 1 problem");
    }

    private List<String> uids(PolicyFiles files) throws IOException, ParserException {
        SmallPolicy.write(folder, files);
        out.getBuffer().setLength(0);
        byok("calendar", folder.toString());
        List<VEvent> events = read(out.toString()).getComponents();
        return events.stream().map(event -> value(event, Property.UID)).toList();
    }

    private static String value(Component component, String property) {
        return component.getProperty(property).orElseThrow().getValue();
    }

    private static Instant stamp(VEvent event) {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .parse(value(event, Property.DTSTAMP), Instant::from);
    }

    private static Calendar read(String text) throws IOException, ParserException {
        return new CalendarBuilder().build(new StringReader(text));
    }

    private static PolicyFiles edited(PolicyFiles files, String file, String from, String to) {
        String text = files.contents().getOrDefault(file, "");
        assertThat(text).contains(from);
        return SmallPolicy.with(files, file, text.replace(from, to));
    }

    private int byok(String... args) {
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}

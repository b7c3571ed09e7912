package dev.byok.policy.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One value of a policy file with its place. Each reading method reports what does not fit, and then returns null. */
final class Value {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern AMOUNT = Pattern.compile("(?:0|[1-9][0-9]{0,6})(?:\\.[0-9]{1,12})?");

    private static final Pattern FACTOR = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.[0-9]{1,4})?x");

    private final Place place;
    private final Node node;
    private final Problems problems;

    Value(Place place, Node node, Problems problems) {
        this.place = place;
        this.node = node;
        this.problems = problems;
    }

    Place place() {
        return place;
    }

    /** Returns whether nothing wrong has been found in it so far. */
    boolean isSound() {
        return problems.isSound(place);
    }

    void problem(String expectation) {
        String scalar = scalar();
        problems.add(place, scalar == null ? null : Shown.text(scalar), expectation);
    }

    /** Reports without the value, for places where a secret could stand. */
    void silentProblem(String expectation) {
        problems.add(place, null, expectation);
    }

    @Nullable
    String text() {
        String scalar = scalar();
        if (scalar == null || scalar.isBlank()) {
            problem("expected text");
            return null;
        }
        if (!Tag.STR.equals(node.getTag())) {
            problem("expected text (put it in quotes)");
            return null;
        }
        return scalar;
    }

    /** Returns text that may stand where a secret was written by mistake: reported without it. */
    @Nullable
    String delicateText() {
        String scalar = scalar();
        if (scalar == null || scalar.isBlank() || !Tag.STR.equals(node.getTag())) {
            silentProblem("expected text");
            return null;
        }
        return scalar;
    }

    /** Returns a name that the policy gives to something. */
    @Nullable
    String name() {
        String text = text();
        return text == null || isName(text) ? text : null;
    }

    /** Reports a name, of this value or of its field, that cannot be printed everywhere. */
    boolean isName(String text) {
        if (NAME.matcher(text).matches()) {
            return true;
        }
        silentProblem("expected a name of letters, digits and . _ @ + - (at most 100)");
        return false;
    }

    boolean flag(boolean otherwise) {
        String scalar = scalar();
        if (Tag.BOOL.equals(node.getTag()) && ("true".equals(scalar) || "false".equals(scalar))) {
            return "true".equals(scalar);
        }
        problem("expected true or false");
        return otherwise;
    }

    @Nullable
    Integer integer(int from, int to) {
        String scalar = scalar();
        if (scalar != null
                && Tag.INT.equals(node.getTag())
                && INTEGER.matcher(scalar).matches()) {
            long number = Long.parseLong(scalar);
            if (number >= from && number <= to) {
                return (int) number;
            }
        }
        problem(to == Integer.MAX_VALUE ? "expected " + from + " or more" : "expected " + from + " to " + to);
        return null;
    }

    /** Returns an amount of money as it is written, digit by digit. */
    @Nullable
    BigDecimal amount() {
        String scalar = scalar();
        boolean number = Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag());
        if (scalar != null && number && AMOUNT.matcher(scalar).matches()) {
            return new BigDecimal(scalar);
        }
        problem("expected USD such as 1.25, 0 or more");
        return null;
    }

    /** Returns how many times something may be something else. */
    @Nullable
    BigDecimal factor() {
        String scalar = scalar();
        if (scalar != null && FACTOR.matcher(scalar).matches()) {
            BigDecimal factor = new BigDecimal(scalar.substring(0, scalar.length() - 1));
            if (factor.signum() > 0) {
                return factor;
            }
        }
        problem("expected a factor such as 1.5x, above 0");
        return null;
    }

    @Nullable
    Duration duration() {
        String scalar = scalar();
        Matcher matcher = DURATION.matcher(scalar == null ? "" : scalar);
        if (matcher.matches()) {
            Duration duration = durationOf(Long.parseLong(matcher.group(1)), matcher.group(2));
            if (!duration.isZero()) {
                return duration;
            }
        }
        problem("expected a positive duration such as 500ms, 2s or 10m");
        return null;
    }

    private static Duration durationOf(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Returns an instant; a date means its beginning in UTC. */
    @Nullable
    Instant instant() {
        String scalar = scalar();
        try {
            if (scalar != null) {
                return scalar.length() == "2026-12-31".length()
                        ? LocalDate.parse(scalar).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(scalar);
            }
        } catch (DateTimeParseException e) {
            // reported below, like everything else that is no date
        }
        problem("expected a date such as 2026-12-31 or an instant such as 2026-12-31T18:00:00Z");
        return null;
    }

    @Nullable
    String word(List<String> supported, List<String> unsupported) {
        String text = text();
        if (text == null || supported.contains(text)) {
            return text;
        }
        problem(
                unsupported.contains(text)
                        ? Problems.NOT_SUPPORTED
                        : "expected " + String.join(" or ", supported) + Suggestion.of(text, supported));
        return null;
    }

    @Nullable
    Section section() {
        if (node instanceof MappingNode mapping && Tag.MAP.equals(node.getTag())) {
            return Section.of(place, mapping, problems);
        }
        silentProblem("expected a mapping ({} for an empty one)");
        return null;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    List<Value> list() {
        if (!(node instanceof SequenceNode sequence) || !Tag.SEQ.equals(node.getTag())) {
            silentProblem("expected a list");
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Value(place.item(items.size(), item.getStartMark().getLine() + 1), item, problems));
        }
        if (items.isEmpty()) {
            silentProblem("an empty list is neither none nor all: name something or leave it out");
        }
        return items;
    }

    private @Nullable String scalar() {
        return node instanceof ScalarNode scalar && !Tag.NULL.equals(node.getTag()) ? scalar.getValue() : null;
    }
}

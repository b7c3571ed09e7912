package dev.byok.policy.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One case of wrong-policies.txt, which says how it is written, or of right-policies.txt.
 *
 * @param text its lines after the name
 */
record PolicyCase(String name, List<String> text) {

    static List<PolicyCase> wrong() {
        return in("wrong-policies.txt");
    }

    static List<PolicyCase> right() {
        return in("right-policies.txt");
    }

    private static List<PolicyCase> in(String file) {
        List<PolicyCase> cases = new ArrayList<>();
        List<String> current = new ArrayList<>();
        for (String line : text(file).lines().toList()) {
            if (line.startsWith("== ")) {
                current = new ArrayList<>();
                cases.add(new PolicyCase(line.substring(3), current));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                current.add(line);
            }
        }
        return cases;
    }

    static String text(String file) {
        try (InputStream text = Objects.requireNonNull(PolicyCase.class.getResourceAsStream(file), file)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** Returns the messages that are expected, in their order. */
    List<String> expected() {
        return text.stream()
                .filter(line -> line.startsWith("! "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** Returns the policy, with {@code ${name}} replaced by what has this name. */
    Map<String, String> contents(Map<String, String> placeholders) {
        Map<String, String> contents = SamplePolicy.contents();
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i);
            if (line.startsWith("in ")) {
                contents.compute(line.substring(3), edited(i + 1, placeholders));
            } else if (line.startsWith("new ")) {
                contents.put(line.substring(4), lines(i + 1, '+', placeholders) + "\n");
            } else if (line.startsWith("without ")) {
                contents.remove(line.substring(8));
            } else if (!line.startsWith("- ") && !line.startsWith("+") && !line.startsWith("! ")) {
                throw new IllegalArgumentException(name + ": what is " + line);
            }
        }
        return contents;
    }

    private BiFunction<String, @Nullable String, String> edited(int line, Map<String, String> placeholders) {
        String from = lines(line, '-', Map.of());
        String to = lines(line, '+', placeholders);
        return (file, content) -> {
            if (content == null || from.isEmpty() || content.split(Pattern.quote(from), -1).length != 2) {
                throw new IllegalArgumentException(name + ": expected once in " + file + ": " + from);
            }
            boolean wholeLines = to.isEmpty() && ("\n" + content).contains("\n" + from + "\n");
            return content.replace(wholeLines ? from + "\n" : from, to);
        };
    }

    /** Returns the lines of one sign in the block that begins at a line. */
    private String lines(int first, char sign, Map<String, String> placeholders) {
        String found = text.stream()
                .skip(first)
                .takeWhile(line -> line.startsWith("- ") || line.startsWith("+"))
                .filter(line -> line.charAt(0) == sign)
                .map(line -> line.length() < 2 ? "" : line.substring(2))
                .collect(Collectors.joining("\n"));
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            found = found.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}

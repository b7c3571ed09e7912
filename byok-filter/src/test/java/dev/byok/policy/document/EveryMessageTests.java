package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every text that this package's sources have for people occurs in a message of wrong-policies.txt: one that is added
 * without a case fails here.
 */
class EveryMessageTests {

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "byok", "policy", "document");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\".*?\"\"\"", Pattern.DOTALL);
    private static final Pattern TWO_WORDS = Pattern.compile("[a-z'] [a-z]");
    private static final Pattern REPORT = Pattern.compile("(?:roblem|problems\\.add)\\([^;{}]*$");

    /** Texts for others than the authors of a policy, and the one that needs a file of a megabyte. */
    private static final Set<String> ELSEWHERE = Set.of(
            "every Java platform has SHA-256", "policy ", " refused", "longer than ", " characters", "the jar lacks ");

    /** What is said of scenarios, which keep no policy from going live: the cases are those of WrongScenariosTests. */
    private static final Set<String> OF_SCENARIOS =
            Set.of("Scenarios.java", "ScenarioNames.java", "GivenReader.java", "ExpectReader.java");

    @Test
    void everyMessageHasItsCase() throws IOException {
        String messages = PolicyCase.wrong().stream()
                .flatMap(wrong -> wrong.expected().stream())
                .collect(Collectors.joining("\n"));
        List<String> texts = texts();

        assertThat(texts).hasSizeGreaterThan(80);
        assertThat(texts)
                .filteredOn(text -> !messages.contains(text))
                .as("texts without a case in wrong-policies.txt")
                .isEmpty();
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !OF_SCENARIOS.contains(path.getFileName().toString()))
                    .toList()) {
                String source = TEXT_BLOCK.matcher(Files.readString(file)).replaceAll("");
                addTexts(COMMENT.matcher(source).replaceAll(""), texts);
            }
        }
        return texts;
    }

    private static void addTexts(String source, List<String> texts) {
        Matcher literal = LITERAL.matcher(source);
        while (literal.find()) {
            String text = literal.group(1).replace("\\\"", "\"");
            boolean reported =
                    REPORT.matcher(source.substring(0, literal.start())).find();
            if ((reported || TWO_WORDS.matcher(text).find()) && text.length() > 2 && !ELSEWHERE.contains(text)) {
                texts.add(text);
            }
        }
    }
}

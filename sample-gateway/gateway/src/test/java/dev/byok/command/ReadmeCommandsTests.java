package dev.byok.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What the README shows of the command is what the command says of the policy beside it. */
class ReadmeCommandsTests {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern SHOWN =
            Pattern.compile("```\n\\$ sample-gateway/run byok (\\w+)([^\n]*) config-repo\n(.*?)```", Pattern.DOTALL);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private record Shown(List<String> arguments, String output) {}

    @Test
    void explainsAsShown() throws IOException {
        Shown shown = shown("explain");

        assertThat(run(shown.arguments(), ROOT.resolve("config-repo")))
                .isEqualTo(shown.output().strip());
    }

    @Test
    void checksAsShownWhatIsMisspelt() throws IOException {
        Shown shown = shown("check");
        FileSystemUtils.copyRecursively(ROOT.resolve("config-repo"), folder);
        misspell("byok/profiles.yml", "standard: { order", "standard: { rotaton: ordered, order");
        misspell("byok/workspaces/acme.yml", "    member: legal\n", "    member: leagl\n");

        assertThat(run(shown.arguments(), folder)).isEqualTo(shown.output().strip());
    }

    private void misspell(String file, String right, String wrong) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(right);
        Files.writeString(path, text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));
    }

    private static Shown shown(String command) throws IOException {
        Map<String, Shown> all = new HashMap<>();
        Matcher blocks = SHOWN.matcher(Files.readString(ROOT.resolve("README.md")));
        while (blocks.find()) {
            List<String> arguments = new ArrayList<>(List.of(blocks.group(1)));
            arguments.addAll(
                    blocks.group(2).isBlank()
                            ? List.of()
                            : List.of(blocks.group(2).strip().split(" ", -1)));
            all.put(blocks.group(1), new Shown(arguments, blocks.group(3)));
        }
        return Optional.ofNullable(all.get(command)).orElseThrow();
    }

    private static String run(List<String> arguments, Path policy) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        List<String> all = new ArrayList<>(arguments);
        all.add(policy.toString());
        ByokCommand.run(writer, writer, all.toArray(String[]::new));
        return said.toString().strip();
    }
}

package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Policies damaged at random (always the same way): refused with a place, or compiled, and nothing else. */
class MutatedPolicyTests {

    private static final int ROUNDS = 1_500;
    private static final List<String> INSERTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\n",
            "\t",
            "#",
            "'",
            "\"",
            "&a ",
            "*a",
            "!!set ",
            "? ",
            "|\n",
            "%",
            "\0",
            "\ud83d",
            "\u2028",
            "~",
            "null",
            "[]",
            "{}",
            "0x1F",
            "1e999",
            ".nan",
            "99999999999999999999",
            "-",
            "---\n",
            "<<: ");

    @Test
    void anyTextIsCompiledOrRefusedWithItsPlace() {
        Random random = new Random(20_261_121);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> contents = SamplePolicy.contents();
            List<String> files = List.copyOf(contents.keySet());
            contents.computeIfPresent(files.get(random.nextInt(files.size())), (file, text) -> damaged(text, random));
            try {
                assertThat(PolicyCompiler.compile(PolicyFiles.hashed(contents)).workspaces())
                        .isNotNull();
            } catch (PolicyRejectedException e) {
                refused++;
                assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> assertThat(contents)
                        .containsKey(problem.file()));
            }
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    /** Returns a text with a place of it cut out, replaced or added to. */
    static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        int until = Math.min(text.length(), at + random.nextInt(8));
        String insert = random.nextInt(3) == 0 ? "" : INSERTS.get(random.nextInt(INSERTS.size()));
        return text.substring(0, at) + insert + text.substring(until);
    }
}

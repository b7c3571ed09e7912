package dev.byok.command.check;

import static dev.byok.command.support.SmallPolicy.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a policy that is right. */
class PolicyReviewTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration SOON = Duration.ofDays(30);
    private static final String MAIN = "name: main, ";

    @Test
    void isNothingWhereEverythingHasItsUse() {
        assertThat(warnings(SmallPolicy.files())).isEmpty();
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @MethodSource("edits")
    void saysWhatMayNotHaveBeenMeant(String file, String from, String to, List<String> expected) {
        assertThat(warnings(SmallPolicy.edited(file, from, to))).containsExactlyElementsOf(expected);
    }

    static Stream<Arguments> edits() {
        String main = "workspaces/acme.yml:11 key main: ";
        return Stream.of(
                edit(
                        ACME,
                        MAIN,
                        MAIN + "expires: 2026-12-21T12:00:00Z, ",
                        main + "expires on 2026-12-21T12:00:00Z, in 30 days"),
                edit(
                        ACME,
                        MAIN,
                        MAIN + "expires: 2026-11-22T11:00:00Z, ",
                        main + "expires on 2026-11-22T11:00:00Z, within a day"),
                edit(ACME, MAIN, MAIN + "expires: 2026-12-21T12:00:01Z, "),
                edit(
                        ACME,
                        MAIN,
                        MAIN + "expires: 2026-11-21T12:00:00Z, ",
                        main + "has expired on 2026-11-21T12:00:00Z"),
                edit(
                        ACME,
                        "001\" }",
                        "001\", expires: 2026-12-01 }",
                        "workspaces/acme.yml:5 a gateway key of caller app: expires on 2026-12-01T00:00:00Z, in 9 days"),
                edit(
                        "providers.yml",
                        "name: shared-groq,",
                        "name: shared-groq, expires: 2026-01-01,",
                        "providers.yml:4 key shared-groq: has expired on 2026-01-01T00:00:00Z"),
                edit("models.yml", "provider: openai, model: llama", "provider: groq, model: other"),
                edit(
                        ACME,
                        "  openai:",
                        "  groq: { prioritized: [{ name: unused, secret: \"file:/run/secrets/groq\", models: [openai/gpt] }] }\n  openai:",
                        "workspaces/acme.yml:9 key unused: is never used: groq serves none of the models it is for"),
                edit(
                        ACME,
                        MAIN,
                        MAIN + "api-keys: [app], environments: [dev], ",
                        main + "is never used: no caller meets its api-keys, members and environments together"),
                edit(
                        ACME,
                        MAIN,
                        MAIN + "shared-capacity: never-for-models, ",
                        main + "closes the shared capacity of openai; that of groq still serves meta/llama"),
                edit(ACME, "environment: prod", "environment: prod\n    strict: own-keys\n    member: legal"),
                edit(
                        ACME,
                        "    environment: prod\nkeys:\n  openai:\n    prioritized:\n      - { name: main, secret: \"file:/run/secrets/openai\" }\n",
                        "    strict: own-keys\n",
                        "workspaces/acme.yml:5 caller app: is served by nobody: it is strict, and no own key of acme is for it and in use"),
                edit("policy.yml", "    shared-capacity: {}\n", ""));
    }

    @Test
    void saysWhomClosedSharedCapacityLeavesWithNobody() {
        PolicyFiles files = SmallPolicy.edited("policy.yml", "    shared-capacity: {}\n", "");
        PolicyFiles without = PolicyFiles.hashed(withDisabledKey(files));

        assertThat(warnings(without))
                .containsExactly(
                        "workspaces/acme.yml:5 caller app: is served by nobody: no key is for it and in use, and shared capacity is closed to it");
    }

    private static Map<String, String> withDisabledKey(PolicyFiles files) {
        Map<String, String> contents = new TreeMap<>(files.contents());
        contents.computeIfPresent(ACME, (file, text) -> text.replace(MAIN, MAIN + "enabled: false, "));
        return contents;
    }

    private static Arguments edit(String file, String from, String to, String... expected) {
        return arguments(file, from, to, List.of(expected));
    }

    private static List<String> warnings(PolicyFiles files) {
        CheckResult result = CheckResult.of(files, NOW, SOON);
        assertThat(result.policy().problems()).isEmpty();
        return result.warnings().stream().map(Problem::toString).toList();
    }
}

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
                edit(
                        ACME,
                        MAIN,
                        MAIN + "declared-zdr: true, ",
                        main
                                + "declares what its account does with content, and nobody answers for it: give it an owner"),
                edit(ACME, MAIN, MAIN + "declared-region: eu, owner: legal, "),
                edit("models.yml", "provider: openai, model: llama", "provider: groq, model: other"),
                edit(
                        ACME,
                        MAIN,
                        MAIN + "environments: [dev], ",
                        main + "is not used: acme has no caller that it is for"),
                edit(
                        ACME,
                        MAIN,
                        MAIN + "shared-capacity: never-for-models, ",
                        main + "closes the shared capacity of openai; that of groq still serves meta/llama"),
                edit(ACME, "environment: prod", "environment: prod\n    strict: own-keys\n    member: legal"),
                edit(
                        ACME,
                        "    environment: prod\nkeys:\n  openai:\n    prioritized:\n      - { name: main, ",
                        "    environment: prod\n    strict: own-keys\nkeys:\n  openai:\n    prioritized:\n      - { name: main, shared-capacity: never-for-models, "),
                edit("policy.yml", "    shared-capacity: {}\n", ""));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("dates")
    void saysWhatIsDue(String options, List<String> expected) {
        assertThat(warnings(SmallPolicy.edited(ACME, MAIN, MAIN + options + ", ")))
                .containsExactlyElementsOf(expected);
    }

    static Stream<Arguments> dates() {
        String main = "workspaces/acme.yml:11 key main: ";
        return Stream.of(
                arguments("owner: platform@acme", List.of()),
                arguments("review-by: 2027-03-01", List.of()),
                arguments(
                        "review-by: 2026-12-01",
                        List.of(main + "is due for review on 2026-12-01T00:00:00Z, in 9 days")),
                arguments(
                        "review-by: 2026-11-01, owner: platform@acme",
                        List.of(main + "was due for review on 2026-11-01T00:00:00Z (owner: platform@acme)")),
                arguments(
                        "review-by: 2026-11-22, expires: 2026-11-23",
                        List.of(
                                main + "expires on 2026-11-23T00:00:00Z, in 1 day",
                                main + "is due for review on 2026-11-22T00:00:00Z, within a day")));
    }

    @Test
    void saysWhoseContentNobodyPromisesEnoughFor() {
        PolicyFiles closed =
                SmallPolicy.edited(ACME, "    environment: prod", "    environment: prod\n    profile: closed");

        assertThat(warnings(SmallPolicy.with(closed, "profiles.yml", "profiles: { closed: { zdr: required } }")))
                .containsExactly("workspaces/acme.yml:5 caller app: is served by nobody: no key that is for it, and no"
                        + " shared capacity, meets what is demanded of its content");
    }

    @Test
    void saysWhoCanCallNoMoreAndWhoStillCan() {
        String one = "001\" }";
        String another = "{ sha256: \"b07f420000000000000000000000000000000000000000000000000000000002\"";

        assertThat(warnings(SmallPolicy.edited(
                        ACME, one, "001\", expires: 2026-01-01 }, " + another + ", expires: 2026-11-01 }")))
                .containsExactly(
                        "workspaces/acme.yml:5 caller app: cannot call any more: all of its gateway keys have expired, the last on 2026-11-01T00:00:00Z");
        assertThat(warnings(SmallPolicy.edited(ACME, one, "001\", expires: 2026-01-01 }, " + another + " }")))
                .containsExactly(
                        "workspaces/acme.yml:5 a gateway key of caller app: has expired on 2026-01-01T00:00:00Z");
    }

    @Test
    void saysWhichKeysHaveNoModelYet() {
        PolicyFiles files = SmallPolicy.edited("models.yml", "{ provider: groq, model: llama }, ", "");
        PolicyFiles early = and(
                files,
                ACME,
                "  openai:",
                "  groq: { prioritized: [{ name: early, secret: \"file:/run/secrets/groq\" }] }\n  openai:");

        assertThat(warnings(early))
                .containsExactly("workspaces/acme.yml:9 key early: is not used: groq serves no model");
    }

    @Test
    void saysWhomSwitchedOffKeysLeaveWithNobody() {
        PolicyFiles off = SmallPolicy.edited(ACME, MAIN, MAIN + "enabled: false, ");
        PolicyFiles strict = and(off, ACME, "environment: prod", "environment: prod\n    strict: own-keys");
        PolicyFiles closed = and(off, "policy.yml", "    shared-capacity: {}\n", "");

        assertThat(warnings(off)).isEmpty();
        assertThat(warnings(strict))
                .containsExactly(
                        "workspaces/acme.yml:5 caller app: is served by nobody: it is strict, and no own key of acme is for it and in use");
        assertThat(warnings(closed))
                .containsExactly(
                        "workspaces/acme.yml:5 caller app: is served by nobody: no key is for it and in use, and shared capacity is closed to it");
        assertThat(warnings(and(closed, ACME, "environment: prod", "environment: prod\n    enabled: false")))
                .isEmpty();
    }

    private static PolicyFiles and(PolicyFiles files, String file, String from, String to) {
        Map<String, String> contents = new TreeMap<>(files.contents());
        contents.computeIfPresent(file, (path, text) -> text.replace(from, to));
        assertThat(contents).isNotEqualTo(files.contents());
        return PolicyFiles.hashed(contents);
    }

    private static Arguments edit(String file, String from, String to, String... expected) {
        return arguments(file, from, to, List.of(expected));
    }

    private static List<String> warnings(PolicyFiles files) {
        CheckResult result = CheckResult.of(files, "", NOW, SOON);
        assertThat(result.policy().problems()).isEmpty();
        return result.warnings().stream().map(Problem::toString).toList();
    }
}

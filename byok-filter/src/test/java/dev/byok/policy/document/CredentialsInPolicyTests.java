package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialsInPolicyTests {

    private static final String ACME = "workspaces/acme.yml";
    private static final String SECRET = "\"file:/run/secrets/acme/openai#main\"";

    static Collection<String> credentials() {
        return MadeUpCredentials.byName().values();
    }

    @Test
    void everyFormatHasAnExampleHere() {
        Collection<String> examples = credentials();

        assertThat(CredentialPatterns.FORMATS).allSatisfy(format -> assertThat(examples)
                .as(format)
                .anyMatch(example -> Pattern.compile(format).matcher(example).find()));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void refusesACredentialInPlaceOfAReferenceWithoutEchoingIt(String credential) {
        PolicyRejectedException rejection = rejection(SamplePolicy.edited(ACME, SECRET, "\"" + credential + "\""));

        assertThat(texts(rejection)).containsExactly(complaint(":21 keys.openai.prioritized[0].secret"));
        assertNothingOf(credential, rejection);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void refusesACredentialAsAnyValueAndAsAnyName(String credential) {
        PolicyRejectedException value =
                rejection(SamplePolicy.edited(ACME, "name: acme-openai-main", "name: \"x " + credential + "\""));
        PolicyRejectedException name = rejection(
                SamplePolicy.edited(ACME, "members: { content", "members: { \"" + credential + "\": {}, content"));

        assertThat(texts(value)).contains(complaint(":21 keys.openai.prioritized[0].name"));
        assertThat(texts(name)).contains(complaint(":4 members.…"));
        assertNothingOf(credential, value);
        assertNothingOf(credential, name);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void refusesACredentialInACommentAndInABrokenFile(String credential) {
        PolicyRejectedException comment =
                rejection(SamplePolicy.edited(ACME, "show-key-names: true", "show-key-names: true # " + credential));
        PolicyRejectedException broken =
                rejection(SamplePolicy.edited(ACME, "show-key-names: true", "]: *" + credential));

        assertThat(texts(comment)).containsExactly(complaint(":2"));
        assertThat(texts(broken)).contains(complaint(":2"), ACME + ":2: not valid YAML");
        assertNothingOf(credential, comment);
        assertNothingOf(credential, broken);
    }

    @Test
    void refusesATokenOfAnUnknownKindInPlaceOfAReference() {
        String token = MadeUpCredentials.some(40, MadeUpCredentials.ALNUM);

        PolicyRejectedException rejection = rejection(SamplePolicy.edited(ACME, SECRET, token));

        assertThat(texts(rejection)).containsExactly(complaint(":21 keys.openai.prioritized[0].secret"));
        assertNothingOf(token, rejection);
    }

    @Test
    void withholdsOpaqueValuesWhereverTheyStand() {
        String token = "7" + MadeUpCredentials.some(31, MadeUpCredentials.ALNUM);

        for (String field : List.of("environment: prod", "member: content")) {
            String name = field.substring(0, field.indexOf(':'));
            PolicyRejectedException rejection = rejection(SamplePolicy.edited(ACME, field, name + ": x" + token));
            assertThat(texts(rejection)).anySatisfy(text -> assertThat(text).endsWith("= …: unknown " + name));
            assertNothingOf(token, rejection);
        }
    }

    @Test
    void neverEchoesTheValueOfAMisspeltField() {
        PolicyRejectedException rejection =
                rejection(SamplePolicy.edited(ACME, "secret: " + SECRET, "secrett: hunter2"));

        assertThat(texts(rejection))
                .contains(ACME + ":21 keys.openai.prioritized[0].secrett: unknown field (did you mean secret?)");
        assertThat(rejection.toString()).doesNotContain("hunter2");
    }

    @Test
    void neverSuggestsACredential() {
        String credential = "fc-" + MadeUpCredentials.some(32, MadeUpCredentials.HEX);
        Map<String, String> contents =
                SamplePolicy.edited(ACME, "members: { content", "members: { \"" + credential + "\": {}, content");
        contents.computeIfPresent(
                ACME, (file, text) -> text.replace("member: content", "member: " + credential.substring(1)));

        assertNothingOf(credential.substring(1), rejection(contents));
    }

    @Test
    void keepsMessagesOnOneLine() {
        PolicyRejectedException rejection =
                rejection(SamplePolicy.edited(ACME, "environment: prod", "environment: \"p\\nforged: line\\e[0m\""));

        assertThat(texts(rejection))
                .containsExactly(
                        ACME + ":9 callers.content-agent.environment = p?forged: line?[0m: unknown environment");
    }

    private static String complaint(String place) {
        return ACME + place + ": " + CredentialScan.EXPECTATION;
    }

    private static void assertNothingOf(String credential, PolicyRejectedException rejection) {
        String middle = credential.substring(credential.length() / 3, credential.length() / 3 * 2);
        assertThat(rejection.toString()).doesNotContain(credential).doesNotContain(middle);
        assertThat(rejection.problems().toString()).doesNotContain(middle);
    }

    private static List<String> texts(PolicyRejectedException rejection) {
        return rejection.problems().stream().map(Problem::toString).toList();
    }

    private static PolicyRejectedException rejection(Map<String, String> contents) {
        return Objects.requireNonNull(catchThrowableOfType(
                PolicyRejectedException.class, () -> PolicyCompiler.compile(PolicyFiles.hashed(contents))));
    }
}

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every policy of wrong-policies.txt is refused with its messages, and with nothing else; every one of right-policies.txt is
 * taken.
 */
class WrongPoliciesTests {

    private static final Map<String, String> CREDENTIALS = credentials();

    static List<PolicyCase> wrong() {
        return PolicyCase.wrong();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhereItIsWrongAndWhatToDo(PolicyCase wrong) {
        assertThat(wrong.expected()).as("expected messages").isNotEmpty();

        assertThat(problemsOf(wrong.contents(CREDENTIALS))).isEqualTo(wrong.expected());
    }

    static List<PolicyCase> right() {
        return PolicyCase.right();
    }

    @ParameterizedTest
    @MethodSource("right")
    void leavesRightWhatMustBePossible(PolicyCase right) {
        assertThat(right.expected()).isEmpty();

        assertThat(PolicyCompiler.compile(PolicyFiles.hashed(right.contents(Map.of())))
                        .workspaces())
                .hasSize(2);
    }

    @Test
    void whatAllAreEditsOfIsRight() {
        assertThat(PolicyCompiler.compile(PolicyFiles.hashed(SamplePolicy.contents()))
                        .workspaces())
                .hasSize(2);
    }

    @Test
    void namesAreUnique() {
        assertThat(Stream.concat(wrong().stream(), right().stream()))
                .extracting(PolicyCase::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(200);
    }

    @Test
    void noMessageRepeatsAnyPartOfACredential() {
        String messages = String.join(
                "\n",
                wrong().stream()
                        .flatMap(wrong -> problemsOf(wrong.contents(CREDENTIALS)).stream())
                        .toList());

        assertThat(CREDENTIALS).allSatisfy((name, credential) -> {
            assertThat(PolicyCase.text("wrong-policies.txt"))
                    .as("a case with a credential")
                    .contains("${" + name + "}");
            assertThat(messages).doesNotContain(credential.substring(credential.length() / 2));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-agent content legal prod standard acme-openai-main",
                "acme globex run",
                "vllm proxy meta/llama-4",
                "openai groq"
            })
    void noMessageRepeatsACredentialThatIsAName(String names) {
        String credential = Objects.requireNonNull(CREDENTIALS.get("groq-key"));

        for (PolicyCase wrong : wrong()) {
            Map<String, String> contents = wrong.contents(CREDENTIALS);
            for (String name : names.split(" ", -1)) {
                contents = renamed(contents, name, credential + name.length());
            }
            assertThat(rejection(contents).toString()).as(wrong.name()).doesNotContain(credential);
        }
    }

    private static Map<String, String> renamed(Map<String, String> contents, String from, String to) {
        Map<String, String> renamed = new HashMap<>();
        contents.forEach((file, text) -> renamed.put(file.replace("/" + from, "/" + to), text.replace(from, to)));
        return renamed;
    }

    @Test
    void theFileItselfHoldsNothingThatLooksLikeACredential() {
        assertThat(PolicyCase.text("wrong-policies.txt").lines()).noneMatch(CredentialPatterns::found);
    }

    private static Map<String, String> credentials() {
        Map<String, String> all = new HashMap<>(MadeUpCredentials.byName());
        all.putAll(MadeUpCredentials.withoutAFormat());
        all.put("service-account", "\"type\": \"service_" + "account\"");
        return all;
    }
}

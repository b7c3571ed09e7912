package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Holds what the schemas say of a policy against what the compiler says of it. */
final class SchemaAgreement {

    /** What the compiler says where one place of one file is enough to be wrong: a schema has to say so too. */
    private static final Pattern STRUCTURAL = Pattern.compile(
            "(?:required|unknown field|belongs in|not supported by this version|unknown preset|named twice"
                    + "|an empty list is neither|expected (?:text|true or false|a mapping|a list|USD|keys or principals"
                    + "|prioritized or fallback|a positive duration|a date|a name of|a slug of|an absolute directory"
                    + "|a file below the policy's root|a pattern of references|the SHA-256|the name of|a version such"
                    + "|a reference such|-?[0-9]+ (?:or more|to [0-9]+)"
                    + "|[a-z-]+(?: or [a-z-]+)*(?: \\(did you mean [a-z-]+\\?\\))?$)).*");

    /**
     * Whether a key needs a secret, and a provider a URL, is for its provider and its preset to say; whether a provider's name
     * is a preset, for what else stands there.
     */
    private static final Pattern JUDGED_BY_ANOTHER_PLACE =
            Pattern.compile("\\S+\\.(?:secret|base-url): required|providers\\.[^.]+: not supported by this version");

    private SchemaAgreement() {}

    /**
     * Checks one policy: what a schema refuses the compiler refuses, and where the compiler finds a field, type, word or form
     * wrong the schema of that file refuses it.
     *
     * @return whether it is right for the schemas
     */
    static boolean check(String what, Map<String, JsonNode> policy) {
        List<Problem> problems = SchemaSpecimen.problems(policy);
        List<String> refusing = new ArrayList<>();
        policy.forEach((file, tree) -> {
            List<String> objections = SchemaNodes.objections(file, tree);
            List<Problem> structural = problems.stream()
                    .filter(problem -> problem.file().equals(file) && isStructural(problem))
                    .toList();
            if (objections.isEmpty()) {
                assertThat(structural)
                        .as("the schema of %s accepts what the compiler refuses: %s", file, what)
                        .isEmpty();
            } else {
                refusing.add(file);
                assertThat(problems)
                        .as("the compiler accepts what the schema of %s refuses, %s: %s", file, objections, what)
                        .isNotEmpty();
            }
        });
        return refusing.isEmpty();
    }

    private static boolean isStructural(Problem problem) {
        return STRUCTURAL.matcher(problem.expectation()).matches()
                && !JUDGED_BY_ANOTHER_PLACE
                        .matcher(problem.path() + ": " + problem.expectation())
                        .matches();
    }
}

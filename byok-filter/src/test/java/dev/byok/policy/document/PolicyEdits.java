package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Edits of {@link SamplePolicy} that make it wrong, and what is said of them. */
final class PolicyEdits {

    static final String MANIFEST = "policy.yml";
    static final String PROVIDERS = "providers.yml";
    static final String MODELS = "models.yml";
    static final String PROFILES = "profiles.yml";
    static final String ACME = "workspaces/acme.yml";
    static final String GLOBEX = "workspaces/globex.yml";

    private PolicyEdits() {}

    static List<String> problemsOf(Map<String, String> contents) {
        return rejection(contents).problems().stream().map(Problem::toString).toList();
    }

    static PolicyRejectedException rejection(Map<String, String> contents) {
        return Objects.requireNonNull(catchThrowableOfType(
                PolicyRejectedException.class, () -> PolicyCompiler.compile(new PolicyFiles("v1", contents))));
    }
}

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.MANIFEST;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongManifestTests {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("manifests")
    void saysWhereItIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> manifests() {
        return Stream.of(
                wrong(MANIFEST, "policy: 1\n", "", "policy.yml:1 policy: required"),
                wrong(MANIFEST, "policy: 1", "policy: 2", "policy.yml:1 policy = 2: expected 1 to 1"),
                wrong(
                        MANIFEST,
                        "policy: 1",
                        "policyy: 1",
                        "policy.yml:1 policyy: unknown field (did you mean policy?)",
                        "policy.yml:1 policy: required"),
                wrong(
                        MANIFEST,
                        "profile: standard",
                        "profile: standart",
                        "policy.yml:2 defaults.profile = standart: unknown profile (did you mean standard?)"),
                wrong(
                        MANIFEST,
                        "profile: standard",
                        "profile: standard, timezone: UTC",
                        "policy.yml:2 defaults.timezone = UTC: not supported by this version"),
                wrong(
                        MANIFEST,
                        "[/run/secrets]",
                        "[run/secrets, /run/secrets]",
                        "policy.yml:4 secrets.file-roots[0] = run/secrets: expected an absolute directory without . or .. or a slash at its end"),
                wrong(
                        MANIFEST,
                        "[/run/secrets]",
                        "[/run/../etc, /run/secrets]",
                        "policy.yml:4 secrets.file-roots[0] = /run/../etc: expected an absolute directory without . or .. or a slash at its end"),
                wrong(
                        MANIFEST,
                        "[/run/secrets]",
                        "[/, /run/secrets]",
                        "policy.yml:4 secrets.file-roots[0] = /: expected an absolute directory without . or .. or a slash at its end"),
                wrong(
                        MANIFEST,
                        "allow-env: true",
                        "allow-env: yes",
                        "policy.yml:5 secrets.allow-env = yes: expected true or false",
                        "providers.yml:11 shared-capacity.openai[1].secret = env:BYOK_SHARED: allowed only where policy.yml says secrets.allow-env: true",
                        "workspaces/acme.yml:22 keys.openai.prioritized[1].secret = env:BYOK_ACME_DEV: allowed only where policy.yml says secrets.allow-env: true"),
                wrong(
                        MANIFEST,
                        "    file: workspaces/globex.yml\n",
                        "",
                        "policy.yml:13 workspaces.globex.file: required",
                        "workspaces/globex.yml: not named in policy.yml"),
                wrong(
                        MANIFEST,
                        "workspaces/globex.yml",
                        "workspaces/globexx.yml",
                        "policy.yml:14 workspaces.globex.file = workspaces/globexx.yml: no such file",
                        "workspaces/globex.yml: not named in policy.yml (did you mean workspaces/globexx.yml?)"),
                wrong(
                        MANIFEST,
                        "workspaces/globex.yml",
                        "../globex.yml",
                        "policy.yml:14 workspaces.globex.file = ../globex.yml: expected a file below the policy's root such as workspaces/acme.yml",
                        "workspaces/globex.yml: not named in policy.yml"),
                wrong(
                        MANIFEST,
                        "workspaces/globex.yml",
                        "workspaces/acme.yml",
                        "policy.yml:14 workspaces.globex.file = workspaces/acme.yml: already used at policy.yml:8",
                        "workspaces/globex.yml: not named in policy.yml"),
                wrong(
                        MANIFEST,
                        "\"env:BYOK_ACME_*\"]",
                        "\"infisical:acme/**\", \"env:BYOK_ACME_*\"]",
                        "policy.yml:9 workspaces.acme.secrets[1] = infisical:acme/**: not supported by this version"),
                wrong(
                        MANIFEST,
                        "\"env:BYOK_ACME_*\"]",
                        "\"vaults:secret/acme/**\", \"env:BYOK_ACME_*\"]",
                        "policy.yml:9 workspaces.acme.secrets[1] = vaults:secret/acme/**: expected a pattern of references without #field, such as file:/run/secrets/acme/** (did you mean vault?)"),
                wrong(
                        MANIFEST,
                        "\"env:BYOK_ACME_*\"]",
                        "\"**\", \"env:BYOK_ACME_*\"]",
                        "policy.yml:9 workspaces.acme.secrets[1] = **: expected a pattern of references without #field, such as file:/run/secrets/acme/**"),
                wrong(
                        MANIFEST,
                        "    providers: [openai]",
                        "    providers: []",
                        "policy.yml:16 workspaces.globex.providers: an empty list is neither none nor all: name something or leave it out",
                        "workspaces/globex.yml:5 keys.openai: not granted by policy.yml:16 workspaces.globex.providers"),
                wrong(
                        MANIFEST,
                        "    providers: [openai]",
                        "    providers: [opnai, openai]",
                        "policy.yml:16 workspaces.globex.providers[0] = opnai: unknown provider (did you mean openai?)"),
                wrong(
                        MANIFEST,
                        "    providers: [openai]",
                        "    providers: [\"azure-*\", openai]",
                        "policy.yml:16 workspaces.globex.providers[0] = azure-*: matches no provider"),
                wrong(
                        MANIFEST,
                        "    providers: [openai]",
                        "    providers: [groq]",
                        "workspaces/globex.yml:5 keys.openai: not granted by policy.yml:16 workspaces.globex.providers"),
                wrong(
                        MANIFEST,
                        "    providers: [openai]\n",
                        "",
                        "workspaces/globex.yml:5 keys.openai: not granted by policy.yml:13 workspaces.globex"),
                wrong(
                        MANIFEST,
                        "shared-capacity: {}",
                        "shared-capacity: { requests-per-minute: 600 }",
                        "policy.yml:11 workspaces.acme.shared-capacity.requests-per-minute = 600: not supported by this version"),
                wrong(
                        MANIFEST,
                        "shared-capacity: {}",
                        "shared-capacity:",
                        "policy.yml:11 workspaces.acme.shared-capacity: expected a mapping ({} for an empty one)"),
                wrong(
                        MANIFEST,
                        "shared-capacity: {}",
                        "fee: { percent: 5 }",
                        "policy.yml:11 workspaces.acme.fee: not supported by this version"),
                wrong(
                        MANIFEST,
                        "shared-capacity: {}",
                        "budget-ceiling: { usd: 1 }",
                        "policy.yml:11 workspaces.acme.budget-ceiling: not supported by this version"),
                wrong(
                        MANIFEST,
                        "principals: [\"globex\"]",
                        "principals: [\"acme-*\"]",
                        "workspaces/globex.yml:3 callers.app.principals[0] = globex: not granted by policy.yml:17 workspaces.globex.principals"),
                wrong(MANIFEST, "policy: 1\n", "policy: 1\nmodels: {}\n", "policy.yml:2 models: belongs in models.yml"),
                wrong(
                        MANIFEST,
                        "policy: 1\n",
                        "policy: 1\ncallers: {}\n",
                        "policy.yml:2 callers: belongs in workspaces/*.yml"));
    }
}

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.ACME;
import static dev.byok.policy.document.PolicyEdits.GLOBEX;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongKeysTests {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("keys")
    void saysWhereItIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> keys() {
        String main = "workspaces/acme.yml:21 keys.openai.prioritized[0]";
        String secret = "file:/run/secrets/acme/openai#main";
        return Stream.of(
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "requests-per-minute: -1 }",
                        main + ".requests-per-minute = -1: not supported by this version"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "owner: a@b }",
                        main + ".owner = a@b: not supported by this version"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "environments: [prod, stage] }",
                        main + ".environments[1] = stage: unknown environment"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "environments: [] }",
                        main + ".environments: an empty list is neither none nor all: name something or leave it out"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "api-keys: [content-agnet] }",
                        main + ".api-keys[0] = content-agnet: unknown caller (did you mean content-agent?)"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "models: [openai/gtp-5.2] }",
                        main + ".models[0] = openai/gtp-5.2: unknown model (did you mean openai/gpt-5.2?)"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "models: [\"anthropic/*\"] }",
                        main + ".models[0] = anthropic/*: matches no model"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "members: [sales] }",
                        main + ".members[0] = sales: unknown member"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "shared-capacity: nevr }",
                        main
                                + ".shared-capacity = nevr: expected use or never-for-models or never (did you mean never?)"),
                wrong(
                        ACME,
                        "environments: [prod] }",
                        "on-failure: stop }",
                        main + ".on-failure = stop: expected continue or return"),
                wrong(ACME, "name: acme-openai-main, ", "", main + ".name: required"),
                wrong(
                        ACME,
                        "acme-openai-dev",
                        "acme-openai-main",
                        "workspaces/acme.yml:22 keys.openai.prioritized[1].name = acme-openai-main: already used at workspaces/acme.yml:21"),
                wrong(
                        ACME,
                        "acme-vllm",
                        "shared-openai-1",
                        "workspaces/acme.yml:27 keys.vllm.prioritized[0].name = shared-openai-1: already used at providers.yml:10"),
                wrong(
                        ACME,
                        "members: [legal]",
                        "shared-capacity: never",
                        "workspaces/acme.yml:24 keys.openai.fallback[0].shared-capacity = never: a fallback key comes after shared capacity and cannot close it"),
                wrong(
                        ACME,
                        secret,
                        "infisical:acme/prod/llm#openai",
                        main + ".secret = infisical:…: not supported by this version"),
                wrong(
                        ACME,
                        secret,
                        "vault:secret/globex/openai#main",
                        main
                                + ".secret = vault:secret/globex/openai#main: not granted by policy.yml:9 workspaces.acme.secrets"),
                wrong(
                        ACME,
                        secret,
                        "vault:secret/acme/openai",
                        main
                                + ".secret: expected vault:mount/path#field, with a field of letters, digits and . _ - after the #"),
                wrong(
                        ACME,
                        secret,
                        "valut:secret/acme/openai#main",
                        main
                                + ".secret: expected a reference such as vault:secret/team/openai#key or file:/run/secrets/name (did you mean vault?)"),
                wrong(
                        ACME,
                        secret,
                        "cipher:globex/01abcd",
                        main
                                + ".secret: expected cipher:acme/…: it is encrypted for another (byok encrypt --workspace acme)"),
                wrong(
                        ACME,
                        secret,
                        "file:/run/secrets/globex/openai",
                        main
                                + ".secret = file:/run/secrets/globex/openai: not granted by policy.yml:9 workspaces.acme.secrets"),
                wrong(
                        ACME,
                        secret,
                        "file:/run/secrets/acme/../globex/openai",
                        main + ".secret: expected file:/path#field, absolute, without . or .. or empty segments"),
                wrong(
                        ACME,
                        secret,
                        "file:/run/secrets/acme//openai",
                        main + ".secret: expected file:/path#field, absolute, without . or .. or empty segments"),
                wrong(
                        ACME,
                        secret,
                        "file:/run/secrets/acme/openai#a b",
                        main + ".secret: expected a field of letters, digits and . _ - after the #"),
                wrong(ACME, secret, "env:HOME", main + ".secret: expected env:BYOK_NAME, in capitals, digits and _"),
                wrong(
                        ACME,
                        secret,
                        "env:BYOK_GLOBEX",
                        main + ".secret = env:BYOK_GLOBEX: not granted by policy.yml:9 workspaces.acme.secrets"),
                wrong(
                        ACME,
                        secret,
                        "hunter2",
                        main
                                + ".secret: expected a reference such as vault:secret/team/openai#key or file:/run/secrets/name"),
                wrong(ACME, ", secret: \"" + secret + "\"", "", main + ".secret: required"),
                wrong(
                        ACME,
                        "acme-vllm,",
                        "acme-vllm, secret: env:BYOK_ACME_DEV,",
                        "workspaces/acme.yml:27 keys.vllm.prioritized[0].secret: expected none: the provider's auth is none"),
                wrong(
                        ACME,
                        "  vllm:",
                        "  vlm:",
                        "workspaces/acme.yml:25 keys.vlm: unknown provider (did you mean vllm?)"),
                wrong(
                        ACME,
                        "  vllm:",
                        "  groq: {}\n  vllm:",
                        "workspaces/acme.yml:25 keys.groq: expected prioritized or fallback"),
                wrong(
                        ACME,
                        "    fallback:",
                        "    falback:",
                        "workspaces/acme.yml:23 keys.openai.falback: unknown field (did you mean fallback?)"),
                wrong(
                        ACME,
                        "keys:\n  openai",
                        "budgets: [{ usd: 5 }]\nkeys:\n  openai",
                        "workspaces/acme.yml:18 budgets: not supported by this version"),
                wrong(
                        GLOBEX,
                        "workspace: globex\n",
                        "workspace: globex\nproviders: {}\n",
                        "workspaces/globex.yml:2 providers: belongs in providers.yml"));
    }
}

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.ACME;
import static dev.byok.policy.document.PolicyEdits.GLOBEX;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongCallersTests {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("callers")
    void saysWhereItIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> callers() {
        String hash = "5c1d7e0000000000000000000000000000000000000000000000000000000001";
        return Stream.of(
                wrong(
                        ACME,
                        "workspace: acme",
                        "workspace: acmee",
                        "workspaces/acme.yml:1 workspace = acmee: expected acme, the name in policy.yml:7 workspaces.acme"),
                wrong(ACME, "workspace: acme\n", "", "workspaces/acme.yml:1 workspace: required"),
                wrong(
                        ACME,
                        "show-key-names: true",
                        "show-key-names: \"true\"",
                        "workspaces/acme.yml:2 show-key-names = true: expected true or false"),
                wrong(
                        ACME,
                        "dev: {}",
                        "dev: { budget: { usd: 1 } }",
                        "workspaces/acme.yml:3 environments.dev.budget: not supported by this version"),
                wrong(
                        ACME,
                        "legal: {} }",
                        "legal: { data-class: legal } }",
                        "workspaces/acme.yml:4 members.legal.data-class = legal: not supported by this version"),
                wrong(
                        ACME,
                        "dev: {}",
                        "no: {}",
                        "workspaces/acme.yml:3 environments.no: expected a name as key (put it in quotes)"),
                wrong(
                        ACME,
                        "member: content",
                        "member: contnet",
                        "workspaces/acme.yml:8 callers.content-agent.member = contnet: unknown member (did you mean content?)"),
                wrong(
                        ACME,
                        "environment: prod",
                        "environment: prd",
                        "workspaces/acme.yml:9 callers.content-agent.environment = prd: unknown environment (did you mean prod?)"),
                wrong(
                        ACME,
                        "profile: legal",
                        "profile: lgal",
                        "workspaces/acme.yml:15 callers.legal-bot.profile = lgal: unknown profile (did you mean legal?)"),
                wrong(
                        ACME,
                        "enabled: false",
                        "role: workspace-admin",
                        "workspaces/acme.yml:17 callers.legal-bot.role = workspace-admin: not supported by this version"),
                wrong(
                        ACME,
                        "environment: prod\n",
                        "environment: prod\n    simulate: true\n",
                        "workspaces/acme.yml:10 callers.content-agent.simulate = true: only for callers in an environment that is not production (production: false says so of one)"),
                wrong(
                        ACME,
                        "    environment: prod\n",
                        "    simulate: true\n",
                        "workspaces/acme.yml:9 callers.content-agent.simulate = true: only for callers in an environment that is not production (production: false says so of one)"),
                wrong(
                        ACME,
                        "environment: prod\n",
                        "environment: prd\n    simulate: true\n",
                        "workspaces/acme.yml:9 callers.content-agent.environment = prd: unknown environment (did you mean prod?)"),
                wrong(
                        ACME,
                        "dev: {}",
                        "dev: { production: yes }",
                        "workspaces/acme.yml:3 environments.dev.production = yes: expected true or false"),
                wrong(
                        ACME,
                        "    keys: [{ sha256: \"" + hash + "\" }]\n",
                        "",
                        "workspaces/acme.yml:6 callers.content-agent: expected keys or principals: nothing else would recognise this caller"),
                wrong(
                        ACME,
                        hash,
                        hash.toUpperCase(Locale.ROOT),
                        "workspaces/acme.yml:7 callers.content-agent.keys[0].sha256: expected the SHA-256 of a gateway key, 64 hex digits in lower case"),
                wrong(
                        ACME,
                        hash,
                        "hunter2",
                        "workspaces/acme.yml:7 callers.content-agent.keys[0].sha256: expected the SHA-256 of a gateway key, 64 hex digits in lower case"),
                wrong(
                        ACME,
                        hash,
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "workspaces/acme.yml:7 callers.content-agent.keys[0].sha256: is the hash of a well-known word: make a new gateway key"),
                wrong(
                        ACME,
                        "b07f420000000000000000000000000000000000000000000000000000000002",
                        hash,
                        "workspaces/acme.yml:12 callers.legal-bot.keys[0].sha256 = …: already used at workspaces/acme.yml:7"),
                wrong(
                        GLOBEX,
                        "principals: [globex]",
                        "keys: [{ sha256: \"" + hash + "\" }]",
                        "workspaces/globex.yml:3 callers.app.keys[0].sha256 = …: already used at workspaces/acme.yml:7"),
                wrong(
                        ACME,
                        "expires: 2026-12-31",
                        "expires: 2026-02-30",
                        "workspaces/acme.yml:13 callers.legal-bot.keys[1].expires = 2026-02-30: expected a date such as 2026-12-31 or an instant such as 2026-12-31T18:00:00Z"),
                wrong(
                        ACME,
                        "principals: [acme-legal]",
                        "principals: [acme-legal, acme-legal]",
                        "workspaces/acme.yml:14 callers.legal-bot.principals[1] = acme-legal: already used at workspaces/acme.yml:14"),
                wrong(
                        ACME,
                        "principals: [acme-legal]",
                        "principals: [globex]",
                        "workspaces/acme.yml:14 callers.legal-bot.principals[0] = globex: not granted by policy.yml:12 workspaces.acme.principals"));
    }
}

package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongPolicyTests {

    private static final String P = "policy.yml";
    private static final String V = "providers.yml";
    private static final String M = "models.yml";
    private static final String R = "profiles.yml";
    private static final String A = "workspaces/acme.yml";
    private static final String G = "workspaces/globex.yml";

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource({"manifests", "providers", "models", "profiles", "callers", "keys", "shapes"})
    void saysWhereAPolicyIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> manifests() {
        return Stream.of(
                wrong(P, "policy: 1\n", "", "policy.yml:1 policy: required"),
                wrong(P, "policy: 1", "policy: 2", "policy.yml:1 policy = 2: expected 1 to 1"),
                wrong(
                        P,
                        "policy: 1",
                        "policyy: 1",
                        "policy.yml:1 policyy: unknown field (did you mean policy?)",
                        "policy.yml:1 policy: required"),
                wrong(
                        P,
                        "profile: standard",
                        "profile: standart",
                        "policy.yml:2 defaults.profile = standart: unknown profile (did you mean standard?)"),
                wrong(
                        P,
                        "profile: standard",
                        "profile: standard, timezone: UTC",
                        "policy.yml:2 defaults.timezone = UTC: not supported by this version"),
                wrong(
                        P,
                        "[/run/secrets]",
                        "[run/secrets, /run/secrets]",
                        "policy.yml:4 secrets.file-roots[0] = run/secrets: expected an absolute directory without . or .. or a slash at its end"),
                wrong(
                        P,
                        "[/run/secrets]",
                        "[/run/../etc, /run/secrets]",
                        "policy.yml:4 secrets.file-roots[0] = /run/../etc: expected an absolute directory without . or .. or a slash at its end"),
                wrong(
                        P,
                        "[/run/secrets]",
                        "[/, /run/secrets]",
                        "policy.yml:4 secrets.file-roots[0] = /: expected an absolute directory without . or .. or a slash at its end"),
                wrong(
                        P,
                        "allow-env: true",
                        "allow-env: yes",
                        "policy.yml:5 secrets.allow-env = yes: expected true or false",
                        "providers.yml:11 shared-capacity.openai[1].secret = env:BYOK_SHARED: allowed only where policy.yml says secrets.allow-env: true",
                        "workspaces/acme.yml:22 keys.openai.prioritized[1].secret = env:BYOK_ACME_DEV: allowed only where policy.yml says secrets.allow-env: true"),
                wrong(
                        P,
                        "    file: workspaces/globex.yml\n",
                        "",
                        "policy.yml:13 workspaces.globex.file: required",
                        "workspaces/globex.yml: not named in policy.yml"),
                wrong(
                        P,
                        "workspaces/globex.yml",
                        "workspaces/globexx.yml",
                        "policy.yml:14 workspaces.globex.file = workspaces/globexx.yml: no such file",
                        "workspaces/globex.yml: not named in policy.yml (did you mean workspaces/globexx.yml?)"),
                wrong(
                        P,
                        "workspaces/globex.yml",
                        "../globex.yml",
                        "policy.yml:14 workspaces.globex.file = ../globex.yml: expected a file below the policy's root such as workspaces/acme.yml",
                        "workspaces/globex.yml: not named in policy.yml"),
                wrong(
                        P,
                        "workspaces/globex.yml",
                        "workspaces/acme.yml",
                        "policy.yml:14 workspaces.globex.file = workspaces/acme.yml: already used at policy.yml:8",
                        "workspaces/globex.yml: not named in policy.yml"),
                wrong(
                        P,
                        "\"env:BYOK_ACME_*\"]",
                        "\"vault:secret/acme/**\", \"env:BYOK_ACME_*\"]",
                        "policy.yml:9 workspaces.acme.secrets[1] = vault:secret/acme/**: not supported by this version"),
                wrong(
                        P,
                        "\"env:BYOK_ACME_*\"]",
                        "\"**\", \"env:BYOK_ACME_*\"]",
                        "policy.yml:9 workspaces.acme.secrets[1] = **: expected a pattern of references without #field, such as file:/run/secrets/acme/**"),
                wrong(
                        P,
                        "    providers: [openai]",
                        "    providers: []",
                        "policy.yml:16 workspaces.globex.providers: an empty list is neither none nor all: name something or leave it out",
                        "workspaces/globex.yml:5 keys.openai: not granted by policy.yml:16 workspaces.globex.providers"),
                wrong(
                        P,
                        "    providers: [openai]",
                        "    providers: [opnai, openai]",
                        "policy.yml:16 workspaces.globex.providers[0] = opnai: unknown provider (did you mean openai?)"),
                wrong(
                        P,
                        "    providers: [openai]",
                        "    providers: [\"azure-*\", openai]",
                        "policy.yml:16 workspaces.globex.providers[0] = azure-*: matches no provider"),
                wrong(
                        P,
                        "    providers: [openai]",
                        "    providers: [groq]",
                        "workspaces/globex.yml:5 keys.openai: not granted by policy.yml:16 workspaces.globex.providers"),
                wrong(
                        P,
                        "    providers: [openai]\n",
                        "",
                        "workspaces/globex.yml:5 keys.openai: not granted by policy.yml:13 workspaces.globex"),
                wrong(
                        P,
                        "shared-capacity: {}",
                        "shared-capacity: { requests-per-minute: 600 }",
                        "policy.yml:11 workspaces.acme.shared-capacity.requests-per-minute = 600: not supported by this version"),
                wrong(
                        P,
                        "shared-capacity: {}",
                        "shared-capacity:",
                        "policy.yml:11 workspaces.acme.shared-capacity: expected a mapping ({} for an empty one)"),
                wrong(
                        P,
                        "shared-capacity: {}",
                        "fee: { percent: 5 }",
                        "policy.yml:11 workspaces.acme.fee: not supported by this version"),
                wrong(
                        P,
                        "shared-capacity: {}",
                        "budget-ceiling: { usd: 1 }",
                        "policy.yml:11 workspaces.acme.budget-ceiling: not supported by this version"),
                wrong(
                        P,
                        "principals: [\"globex\"]",
                        "principals: [\"acme-*\"]",
                        "workspaces/globex.yml:3 callers.app.principals[0] = globex: not granted by policy.yml:17 workspaces.globex.principals"),
                wrong(P, "policy: 1\n", "policy: 1\nmodels: {}\n", "policy.yml:2 models: belongs in models.yml"),
                wrong(
                        P,
                        "policy: 1\n",
                        "policy: 1\ncallers: {}\n",
                        "policy.yml:2 callers: belongs in workspaces/*.yml"));
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                wrong(
                        V,
                        "  openai: {}",
                        "  openai:",
                        "providers.yml:2 providers.openai: expected a mapping ({} for an empty one)"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: {}\n  opnrouter: {}",
                        "providers.yml:3 providers.opnrouter: expected a preset or a base-url (did you mean openrouter?)"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: {}\n  anthropic: {}",
                        "providers.yml:3 providers.anthropic: not supported by this version"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: {}\n  azure-eu: { preset: azure-openai }",
                        "providers.yml:3 providers.azure-eu.preset = azure-openai: not supported by this version"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: { preset: opnai }",
                        "providers.yml:2 providers.openai.preset = opnai: unknown preset (did you mean openai?)"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: {}\n  mine: { preset: compatible }",
                        "providers.yml:3 providers.mine.base-url: required"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: { region: us }",
                        "providers.yml:2 providers.openai.region = us: not supported by this version"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: { dialect: anthropic-messages }",
                        "providers.yml:2 providers.openai.dialect = anthropic-messages: not supported by this version"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: { dialect: openai-chatt }",
                        "providers.yml:2 providers.openai.dialect = openai-chatt: expected openai-chat (did you mean openai-chat?)"),
                wrong(
                        V,
                        "auth: bearer",
                        "auth: basic",
                        "providers.yml:6 providers.proxy.auth = basic: expected bearer or none"),
                wrong(
                        V,
                        "https://llm.example.com",
                        "http://llm.example.com",
                        "providers.yml:5 providers.proxy.base-url = http://llm.example.com/v1/: expected https (http needs allow-private-network: true)"),
                wrong(
                        V,
                        "https://llm.example.com",
                        "https://192.168.1.4",
                        "providers.yml:5 providers.proxy.base-url = https://192.168.1.4/v1/: a private address needs allow-private-network: true"),
                wrong(
                        V,
                        "https://llm.example.com",
                        "https://[::ffff:127.0.0.1]",
                        "providers.yml:5 providers.proxy.base-url = https://[::ffff:127.0.0.1]/v1/: a private address needs allow-private-network: true"),
                wrong(
                        V,
                        "https://llm.example.com",
                        "https://LOCALHOST.",
                        "providers.yml:5 providers.proxy.base-url = https://LOCALHOST./v1/: a private address needs allow-private-network: true"),
                wrong(
                        V,
                        "https://llm.example.com",
                        "https://2130706433",
                        "providers.yml:5 providers.proxy.base-url = https://2130706433/v1/: expected a URL with a host, and a port up to 65535 if any"),
                wrong(
                        V,
                        "https://llm.example.com",
                        "https://me:hunter2@llm.example.com",
                        "providers.yml:5 providers.proxy.base-url: expected a URL without user, query and fragment"),
                wrong(
                        V,
                        "https://llm.example.com/v1/",
                        "https://llm.example.com/v1?key=hunter2",
                        "providers.yml:5 providers.proxy.base-url: expected a URL without user, query and fragment"),
                wrong(
                        V,
                        "https://llm.example.com/v1/",
                        "https://llm.example.com/../v1",
                        "providers.yml:5 providers.proxy.base-url = https://llm.example.com/../v1: expected a path without . and .."),
                wrong(
                        V,
                        "https://llm.example.com/v1/",
                        "lb://vllm",
                        "providers.yml:5 providers.proxy.base-url = lb://vllm: not supported by this version"),
                wrong(
                        V,
                        "https://llm.example.com/v1/",
                        "ftp://llm.example.com",
                        "providers.yml:5 providers.proxy.base-url = ftp://llm.example.com: expected an https URL"),
                wrong(
                        V,
                        "  openai: {}",
                        "  openai: {}\n  ollama: { auth: none }",
                        "providers.yml:3 providers.ollama: the preset's http://localhost:11434/v1: a private address needs allow-private-network: true"),
                wrong(
                        V,
                        "connect: 500ms",
                        "connect: 0s",
                        "providers.yml:3 providers.groq.timeouts.connect = 0s: expected a positive duration such as 500ms, 2s or 10m"),
                wrong(
                        V,
                        "connect: 500ms",
                        "conect: 500ms",
                        "providers.yml:3 providers.groq.timeouts.conect: unknown field (did you mean connect?)"),
                wrong(
                        V,
                        "shared-capacity:\n  openai:",
                        "shared-capacity:\n  opena:",
                        "providers.yml:9 shared-capacity.opena: unknown provider (did you mean openai?)"),
                wrong(
                        V,
                        "shared-openai-2",
                        "shared-openai-1",
                        "providers.yml:11 shared-capacity.openai[1].name = shared-openai-1: already used at providers.yml:10"),
                wrong(
                        V,
                        "enabled: false",
                        "requests-per-minute: 5000",
                        "providers.yml:11 shared-capacity.openai[1].requests-per-minute = 5000: not supported by this version"),
                wrong(
                        V,
                        "file:/run/secrets/byok",
                        "file:/etc/byok",
                        "providers.yml:10 shared-capacity.openai[0].secret = file:/etc/byok/openai#key: expected a file below [/run/secrets] (policy.yml secrets.file-roots)"));
    }

    static Stream<Arguments> models() {
        return Stream.of(
                wrong(
                        M,
                        "context: 400000",
                        "context: 0",
                        "models.yml:3 models.openai/gpt-5.2.context = 0: expected 1 or more"),
                wrong(
                        M,
                        "context: 400000",
                        "context: many",
                        "models.yml:3 models.openai/gpt-5.2.context = many: expected 1 or more"),
                wrong(
                        M,
                        "context: 400000",
                        "max-output: 5",
                        "models.yml:3 models.openai/gpt-5.2.max-output = 5: not supported by this version"),
                wrong(
                        M,
                        "context: 400000",
                        "capabilities: [tools]",
                        "models.yml:3 models.openai/gpt-5.2.capabilities: not supported by this version"),
                wrong(
                        M,
                        "provider: proxy",
                        "provider: poxy",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].provider = poxy: unknown provider (did you mean proxy?)"),
                wrong(
                        M,
                        "{ provider: proxy, model: \"the-gpt\" }",
                        "{ provider: proxy }",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].model: required"),
                wrong(
                        M,
                        "model: \"the-gpt\"",
                        "model: 5.2",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].model = 5.2: expected text (put it in quotes)"),
                wrong(
                        M,
                        "provider: proxy, model: \"the-gpt\"",
                        "provider: openai, model: gpt-5.2",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].model = gpt-5.2: already used at models.yml:5"),
                wrong(
                        M,
                        "endpoints: [{ provider: openai, model: gpt-5.2-mini }]",
                        "endpoints: []",
                        "models.yml:7 models.openai/gpt-5.2-mini.endpoints: an empty list is neither none nor all: name something or leave it out"),
                wrong(
                        M,
                        "{ endpoints: [{ provider: openai, model: gpt-5.2-mini }] }",
                        "{}",
                        "models.yml:7 models.openai/gpt-5.2-mini.endpoints: required"),
                wrong(M, "  meta/llama-4:", "  openai/gpt-5.2:", "models.yml:8 models.openai/gpt-5.2: duplicate key"));
    }

    static Stream<Arguments> profiles() {
        return Stream.of(
                wrong(
                        R,
                        "max-attempts: 6",
                        "max-attempts: 0",
                        "profiles.yml:2 profiles.standard.max-attempts = 0: expected 1 to 100"),
                wrong(
                        R,
                        "max-attempts: 6",
                        "max-attempts: 101",
                        "profiles.yml:2 profiles.standard.max-attempts = 101: expected 1 to 100"),
                wrong(
                        R,
                        "rotation: ordered",
                        "rotation: weighted",
                        "profiles.yml:2 profiles.standard.rotation = weighted: not supported by this version"),
                wrong(
                        R,
                        "strict: own-keys",
                        "strict: own-key",
                        "profiles.yml:4 profiles.legal.strict = own-key: expected own-keys (did you mean own-keys?)"),
                wrong(
                        R,
                        "moderated: next-model",
                        "moderated: next",
                        "profiles.yml:5 profiles.legal.moderated = next: expected return or next-model"),
                wrong(
                        R,
                        "retry-within: 20s",
                        "retry-within: 20",
                        "profiles.yml:6 profiles.legal.retry-within = 20: expected a positive duration such as 500ms, 2s or 10m"),
                wrong(
                        R,
                        "retry-within: 20s",
                        "zdr: required",
                        "profiles.yml:6 profiles.legal.zdr = required: not supported by this version"),
                wrong(
                        R,
                        "retry-within: 20s",
                        "model-fallback: [a]",
                        "profiles.yml:6 profiles.legal.model-fallback: not supported by this version"),
                wrong(
                        R,
                        "profiles:\n",
                        "data-classes: { public: {} }\nprofiles:\n",
                        "profiles.yml:1 data-classes: not supported by this version"));
    }

    static Stream<Arguments> callers() {
        String hash = "5c1d7e0000000000000000000000000000000000000000000000000000000001";
        return Stream.of(
                wrong(
                        A,
                        "workspace: acme",
                        "workspace: acmee",
                        "workspaces/acme.yml:1 workspace = acmee: expected acme, the name in policy.yml:7 workspaces.acme"),
                wrong(A, "workspace: acme\n", "", "workspaces/acme.yml:1 workspace: required"),
                wrong(
                        A,
                        "show-key-names: true",
                        "show-key-names: \"true\"",
                        "workspaces/acme.yml:2 show-key-names = true: expected true or false"),
                wrong(
                        A,
                        "dev: {}",
                        "dev: { budget: { usd: 1 } }",
                        "workspaces/acme.yml:3 environments.dev.budget: not supported by this version"),
                wrong(
                        A,
                        "legal: {} }",
                        "legal: { data-class: legal } }",
                        "workspaces/acme.yml:4 members.legal.data-class = legal: not supported by this version"),
                wrong(
                        A,
                        "dev: {}",
                        "no: {}",
                        "workspaces/acme.yml:3 environments.no: expected a name as key (put it in quotes)"),
                wrong(
                        A,
                        "member: content",
                        "member: contnet",
                        "workspaces/acme.yml:8 callers.content-agent.member = contnet: unknown member (did you mean content?)"),
                wrong(
                        A,
                        "environment: prod",
                        "environment: prd",
                        "workspaces/acme.yml:9 callers.content-agent.environment = prd: unknown environment (did you mean prod?)"),
                wrong(
                        A,
                        "profile: legal",
                        "profile: lgal",
                        "workspaces/acme.yml:15 callers.legal-bot.profile = lgal: unknown profile (did you mean legal?)"),
                wrong(
                        A,
                        "enabled: false",
                        "role: workspace-admin",
                        "workspaces/acme.yml:17 callers.legal-bot.role = workspace-admin: not supported by this version"),
                wrong(
                        A,
                        "    keys: [{ sha256: \"" + hash + "\" }]\n",
                        "",
                        "workspaces/acme.yml:6 callers.content-agent: expected keys or principals: nothing else would recognise this caller"),
                wrong(
                        A,
                        hash,
                        hash.toUpperCase(Locale.ROOT),
                        "workspaces/acme.yml:7 callers.content-agent.keys[0].sha256: expected the SHA-256 of a gateway key, 64 hex digits in lower case"),
                wrong(
                        A,
                        hash,
                        "hunter2",
                        "workspaces/acme.yml:7 callers.content-agent.keys[0].sha256: expected the SHA-256 of a gateway key, 64 hex digits in lower case"),
                wrong(
                        A,
                        hash,
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "workspaces/acme.yml:7 callers.content-agent.keys[0].sha256: is the hash of a well-known word: make a new gateway key"),
                wrong(
                        A,
                        "b07f420000000000000000000000000000000000000000000000000000000002",
                        hash,
                        "workspaces/acme.yml:12 callers.legal-bot.keys[0].sha256 = …: already used at workspaces/acme.yml:7"),
                wrong(
                        G,
                        "principals: [globex]",
                        "keys: [{ sha256: \"" + hash + "\" }]",
                        "workspaces/globex.yml:3 callers.app.keys[0].sha256 = …: already used at workspaces/acme.yml:7"),
                wrong(
                        A,
                        "expires: 2026-12-31",
                        "expires: 2026-02-30",
                        "workspaces/acme.yml:13 callers.legal-bot.keys[1].expires = 2026-02-30: expected a date such as 2026-12-31 or an instant such as 2026-12-31T18:00:00Z"),
                wrong(
                        A,
                        "principals: [acme-legal]",
                        "principals: [acme-legal, acme-legal]",
                        "workspaces/acme.yml:14 callers.legal-bot.principals[1] = acme-legal: already used at workspaces/acme.yml:14"),
                wrong(
                        A,
                        "principals: [acme-legal]",
                        "principals: [globex]",
                        "workspaces/acme.yml:14 callers.legal-bot.principals[0] = globex: not granted by policy.yml:12 workspaces.acme.principals"));
    }

    static Stream<Arguments> keys() {
        String main = "workspaces/acme.yml:21 keys.openai.prioritized[0]";
        String secret = "file:/run/secrets/acme/openai#main";
        return Stream.of(
                wrong(
                        A,
                        "environments: [prod] }",
                        "requests-per-minute: -1 }",
                        main + ".requests-per-minute = -1: not supported by this version"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "owner: a@b }",
                        main + ".owner = a@b: not supported by this version"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "environments: [prod, stage] }",
                        main + ".environments[1] = stage: unknown environment"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "environments: [] }",
                        main + ".environments: an empty list is neither none nor all: name something or leave it out"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "api-keys: [content-agnet] }",
                        main + ".api-keys[0] = content-agnet: unknown caller (did you mean content-agent?)"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "models: [openai/gtp-5.2] }",
                        main + ".models[0] = openai/gtp-5.2: unknown model (did you mean openai/gpt-5.2?)"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "models: [\"anthropic/*\"] }",
                        main + ".models[0] = anthropic/*: matches no model"),
                wrong(A, "environments: [prod] }", "members: [sales] }", main + ".members[0] = sales: unknown member"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "shared-capacity: nevr }",
                        main
                                + ".shared-capacity = nevr: expected use or never-for-models or never (did you mean never?)"),
                wrong(
                        A,
                        "environments: [prod] }",
                        "on-failure: stop }",
                        main + ".on-failure = stop: expected continue or return"),
                wrong(A, "name: acme-openai-main, ", "", main + ".name: required"),
                wrong(
                        A,
                        "acme-openai-dev",
                        "acme-openai-main",
                        "workspaces/acme.yml:22 keys.openai.prioritized[1].name = acme-openai-main: already used at workspaces/acme.yml:21"),
                wrong(
                        A,
                        "acme-vllm",
                        "shared-openai-1",
                        "workspaces/acme.yml:27 keys.vllm.prioritized[0].name = shared-openai-1: already used at providers.yml:10"),
                wrong(
                        A,
                        "members: [legal]",
                        "shared-capacity: never",
                        "workspaces/acme.yml:24 keys.openai.fallback[0].shared-capacity = never: a fallback key comes after shared capacity and cannot close it"),
                wrong(A, secret, "vault:secret/acme#main", main + ".secret = vault:…: not supported by this version"),
                wrong(
                        A,
                        secret,
                        "file:/run/secrets/globex/openai",
                        main
                                + ".secret = file:/run/secrets/globex/openai: not granted by policy.yml:9 workspaces.acme.secrets"),
                wrong(
                        A,
                        secret,
                        "file:/run/secrets/acme/../globex/openai",
                        main + ".secret: expected file:/path#field, absolute, without . or .. or empty segments"),
                wrong(
                        A,
                        secret,
                        "file:/run/secrets/acme//openai",
                        main + ".secret: expected file:/path#field, absolute, without . or .. or empty segments"),
                wrong(
                        A,
                        secret,
                        "file:/run/secrets/acme/openai#a b",
                        main + ".secret: expected a field of letters, digits and . _ - after the #"),
                wrong(A, secret, "env:HOME", main + ".secret: expected env:BYOK_NAME, in capitals, digits and _"),
                wrong(
                        A,
                        secret,
                        "env:BYOK_GLOBEX",
                        main + ".secret = env:BYOK_GLOBEX: not granted by policy.yml:9 workspaces.acme.secrets"),
                wrong(A, secret, "hunter2", main + ".secret: expected a reference such as file:/run/secrets/name"),
                wrong(A, ", secret: \"" + secret + "\"", "", main + ".secret: required"),
                wrong(
                        A,
                        "acme-vllm,",
                        "acme-vllm, secret: env:BYOK_ACME_DEV,",
                        "workspaces/acme.yml:27 keys.vllm.prioritized[0].secret: expected none: the provider's auth is none"),
                wrong(A, "  vllm:", "  vlm:", "workspaces/acme.yml:25 keys.vlm: unknown provider (did you mean vllm?)"),
                wrong(
                        A,
                        "  vllm:",
                        "  groq: {}\n  vllm:",
                        "workspaces/acme.yml:25 keys.groq: expected prioritized or fallback"),
                wrong(
                        A,
                        "    fallback:",
                        "    falback:",
                        "workspaces/acme.yml:23 keys.openai.falback: unknown field (did you mean fallback?)"),
                wrong(
                        A,
                        "keys:\n  openai",
                        "budgets: [{ usd: 5 }]\nkeys:\n  openai",
                        "workspaces/acme.yml:18 budgets: not supported by this version"),
                wrong(
                        G,
                        "workspace: globex\n",
                        "workspace: globex\nproviders: {}\n",
                        "workspaces/globex.yml:2 providers: belongs in providers.yml"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                wrong(
                        G,
                        "workspace: globex\n",
                        "workspace: globex\nworkspace: globex\n",
                        "workspaces/globex.yml:2 workspace: duplicate key"),
                wrong(G, "callers:\n", "callers: [\n", "workspaces/globex.yml:4: not valid YAML"),
                wrong(
                        G,
                        "app: {",
                        "app: x: {",
                        "workspaces/globex.yml:3: not valid YAML (mapping values are not allowed here)"),
                wrong(
                        G,
                        "{ principals: [globex] }",
                        "{ principals: &all [globex] }\n  other: { principals: *all }",
                        "workspaces/globex.yml:4: aliases are not supported: write it out"),
                wrong(
                        G,
                        "app: {",
                        "app: { <<: { enabled: true },",
                        "workspaces/globex.yml:3 callers.app.<<: merge keys are not supported"),
                wrong(G, "callers:\n", "---\ncallers:\n", "workspaces/globex.yml:2: expected one document"),
                wrong(
                        G,
                        "[globex]",
                        "[globex, [" + "[".repeat(20) + "]".repeat(20) + "]]",
                        "workspaces/globex.yml:3: nested deeper than 20"),
                wrong(
                        G,
                        "app: {",
                        "7: {",
                        "workspaces/globex.yml:3 callers.7: expected a name as key (put it in quotes)"),
                wrong(G, "app: {", "[a, b]: {}\n  app: {", "workspaces/globex.yml:3 callers: expected a name as key"),
                wrong(
                        G,
                        "app: {",
                        "a b: {",
                        "workspaces/globex.yml:3 callers.a b: expected a name of letters, digits and . _ @ + - (at most 100)"),
                wrong(G, "[globex]", "!!java.net.URL [globex]", "workspaces/globex.yml:3: not valid YAML"),
                wrong(G, "[globex]", "!x [globex]", "workspaces/globex.yml:3 callers.app.principals: expected a list"));
    }

    @Test
    void reportsEveryProblemOfEveryFileAtOnce() {
        Map<String, String> contents = SamplePolicy.edited(P, "policy: 1", "policy: 3");
        contents.put(M, SamplePolicy.MODELS.replace("context: 400000", "context: -5"));
        contents.put(R, SamplePolicy.PROFILES.replace("max-attempts: 6", "max-attempts: 7000"));
        contents.put(G, "workspace: globex\nkeys: [\n");

        assertThat(problemsOf(contents))
                .containsExactly(
                        "policy.yml:1 policy = 3: expected 1 to 1",
                        "models.yml:3 models.openai/gpt-5.2.context = -5: expected 1 or more",
                        "profiles.yml:2 profiles.standard.max-attempts = 7000: expected 1 to 100",
                        "workspaces/globex.yml:3: not valid YAML");
    }

    @Test
    void reportsAWrongDeclarationOnceAndNotEachMention() {
        assertThat(problemsOf(SamplePolicy.edited(V, "  openai: {}", "  openai: { auth: basic, base-url: x }")))
                .containsExactly(
                        "providers.yml:2 providers.openai.auth = basic: expected bearer or none",
                        "providers.yml:2 providers.openai.base-url: expected an https URL");
    }

    @Test
    void takesMentionsOnTrustWhereTheirFileCannotBeRead() {
        assertThat(problemsOf(SamplePolicy.edited(V, "providers:", "providers: ]")))
                .containsExactly("providers.yml:1: not valid YAML");
    }

    @Test
    void namesFilesThatAreMissingOrTooMany() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.remove(M);
        contents.put("notes.yml", "a: 1");
        contents.put("scenarios/drills.yml", "scenarios: []");
        contents.put("workspaces/initech.yml", "workspace: initech");

        assertThat(problemsOf(contents))
                .containsExactly(
                        "models.yml: missing",
                        "notes.yml: unknown file",
                        "scenarios/drills.yml: not supported by this version",
                        "workspaces/initech.yml: not named in policy.yml");
    }

    @Test
    void namesAllFilesThatAPolicyNeeds() {
        assertThat(problemsOf(Map.of()))
                .containsExactly("policy.yml: missing", "providers.yml: missing", "models.yml: missing");
    }

    @Test
    void refusesAFileOfUnreasonableLength() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.put(R, "#" + " ".repeat(YamlDocument.MAX_LENGTH));

        assertThat(problemsOf(contents)).containsExactly("profiles.yml: longer than 1048576 characters");
    }

    @Test
    void messageOfTheExceptionListsTheProblems() {
        assertThat(rejection(SamplePolicy.edited(P, "policy: 1", "policy: 3")))
                .hasMessage("policy v1 refused\n  policy.yml:1 policy = 3: expected 1 to 1");
    }

    private static Arguments wrong(String file, String from, String to, String... expected) {
        return arguments(file, from, to, expected);
    }

    private static List<String> problemsOf(Map<String, String> contents) {
        return rejection(contents).problems().stream().map(Problem::toString).toList();
    }

    private static PolicyRejectedException rejection(Map<String, String> contents) {
        return Objects.requireNonNull(catchThrowableOfType(
                PolicyRejectedException.class, () -> PolicyCompiler.compile(new PolicyFiles("v1", contents))));
    }
}

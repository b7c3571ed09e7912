package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.PROVIDERS;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongProvidersTests {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("providers")
    void saysWhereItIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai:",
                        "providers.yml:2 providers.openai: expected a mapping ({} for an empty one)"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: {}\n  opnrouter: {}",
                        "providers.yml:3 providers.opnrouter: expected a preset or a base-url (did you mean openrouter?)"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: {}\n  anthropic: {}",
                        "providers.yml:3 providers.anthropic: not supported by this version"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: {}\n  azure-eu: { preset: azure-openai }",
                        "providers.yml:3 providers.azure-eu: expected a resource or a base-url"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: { preset: opnai }",
                        "providers.yml:2 providers.openai.preset = opnai: unknown preset (did you mean openai?)"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: {}\n  mine: { preset: compatible }",
                        "providers.yml:3 providers.mine.base-url: required"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: { region: us }",
                        "providers.yml:2 providers.openai.region = us: not supported by this version"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: { dialect: anthropic-messages }",
                        "providers.yml:2 providers.openai.dialect = anthropic-messages: not supported by this version"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: { dialect: openai-chatt }",
                        "providers.yml:2 providers.openai.dialect = openai-chatt: expected openai-chat (did you mean openai-chat?)"),
                wrong(
                        PROVIDERS,
                        "auth: bearer",
                        "auth: basic",
                        "providers.yml:6 providers.proxy.auth = basic: expected bearer or api-key or none"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com",
                        "http://llm.example.com",
                        "providers.yml:5 providers.proxy.base-url = http://llm.example.com/v1/: expected https (http needs allow-private-network: true)"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com",
                        "https://192.168.1.4",
                        "providers.yml:5 providers.proxy.base-url = https://192.168.1.4/v1/: a private address needs allow-private-network: true"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com",
                        "https://[::ffff:127.0.0.1]",
                        "providers.yml:5 providers.proxy.base-url = https://[::ffff:127.0.0.1]/v1/: a private address needs allow-private-network: true"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com",
                        "https://LOCALHOST.",
                        "providers.yml:5 providers.proxy.base-url = https://LOCALHOST./v1/: a private address needs allow-private-network: true"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com",
                        "https://2130706433",
                        "providers.yml:5 providers.proxy.base-url = https://2130706433/v1/: expected a URL with a host, and a port up to 65535 if any"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com",
                        "https://me:hunter2@llm.example.com",
                        "providers.yml:5 providers.proxy.base-url: expected a URL without user, query and fragment"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com/v1/",
                        "https://llm.example.com/v1?key=hunter2",
                        "providers.yml:5 providers.proxy.base-url: expected a URL without user, query and fragment"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com/v1/",
                        "https://llm.example.com/../v1",
                        "providers.yml:5 providers.proxy.base-url = https://llm.example.com/../v1: expected a path without . and .."),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com/v1/",
                        "lb://vllm",
                        "providers.yml:5 providers.proxy.base-url = lb://vllm: not supported by this version"),
                wrong(
                        PROVIDERS,
                        "https://llm.example.com/v1/",
                        "ftp://llm.example.com",
                        "providers.yml:5 providers.proxy.base-url = ftp://llm.example.com: expected an https URL"),
                wrong(
                        PROVIDERS,
                        "  openai: {}",
                        "  openai: {}\n  ollama: { auth: none }",
                        "providers.yml:3 providers.ollama: the preset's http://localhost:11434/v1: a private address needs allow-private-network: true"),
                wrong(
                        PROVIDERS,
                        "connect: 500ms",
                        "connect: 0s",
                        "providers.yml:3 providers.groq.timeouts.connect = 0s: expected a positive duration such as 500ms, 2s or 10m"),
                wrong(
                        PROVIDERS,
                        "connect: 500ms",
                        "conect: 500ms",
                        "providers.yml:3 providers.groq.timeouts.conect: unknown field (did you mean connect?)"),
                wrong(
                        PROVIDERS,
                        "shared-capacity:\n  openai:",
                        "shared-capacity:\n  opena:",
                        "providers.yml:9 shared-capacity.opena: unknown provider (did you mean openai?)"),
                wrong(
                        PROVIDERS,
                        "shared-openai-2",
                        "shared-openai-1",
                        "providers.yml:11 shared-capacity.openai[1].name = shared-openai-1: already used at providers.yml:10"),
                wrong(
                        PROVIDERS,
                        "enabled: false",
                        "requests-per-minute: 5000",
                        "providers.yml:11 shared-capacity.openai[1].requests-per-minute = 5000: not supported by this version"),
                wrong(
                        PROVIDERS,
                        "file:/run/secrets/byok",
                        "file:/etc/byok",
                        "providers.yml:10 shared-capacity.openai[0].secret = file:/etc/byok/openai#key: expected a file below [/run/secrets] (policy.yml secrets.file-roots)"));
    }
}

package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.MODELS;
import static dev.byok.policy.document.PolicyEdits.PROFILES;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongModelsAndProfilesTests {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource({"models", "profiles"})
    void saysWhereItIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> models() {
        return Stream.of(
                wrong(
                        MODELS,
                        "context: 400000",
                        "context: 0",
                        "models.yml:3 models.openai/gpt-5.2.context = 0: expected 1 or more"),
                wrong(
                        MODELS,
                        "context: 400000",
                        "context: many",
                        "models.yml:3 models.openai/gpt-5.2.context = many: expected 1 or more"),
                wrong(
                        MODELS,
                        "context: 400000",
                        "max-output: 5",
                        "models.yml:3 models.openai/gpt-5.2.max-output = 5: not supported by this version"),
                wrong(
                        MODELS,
                        "context: 400000",
                        "capabilities: [tools]",
                        "models.yml:3 models.openai/gpt-5.2.capabilities: not supported by this version"),
                wrong(
                        MODELS,
                        "provider: proxy",
                        "provider: poxy",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].provider = poxy: unknown provider (did you mean proxy?)"),
                wrong(
                        MODELS,
                        "{ provider: proxy, model: \"the-gpt\" }",
                        "{ provider: proxy }",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].model: required"),
                wrong(
                        MODELS,
                        "model: \"the-gpt\"",
                        "model: 5.2",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].model = 5.2: expected text (put it in quotes)"),
                wrong(
                        MODELS,
                        "provider: proxy, model: \"the-gpt\"",
                        "provider: openai, model: gpt-5.2",
                        "models.yml:6 models.openai/gpt-5.2.endpoints[1].model = gpt-5.2: already used at models.yml:5"),
                wrong(
                        MODELS,
                        "endpoints: [{ provider: openai, model: gpt-5.2-mini }]",
                        "endpoints: []",
                        "models.yml:7 models.openai/gpt-5.2-mini.endpoints: an empty list is neither none nor all: name something or leave it out"),
                wrong(
                        MODELS,
                        "{ endpoints: [{ provider: openai, model: gpt-5.2-mini }] }",
                        "{}",
                        "models.yml:7 models.openai/gpt-5.2-mini.endpoints: required"),
                wrong(
                        MODELS,
                        "  meta/llama-4:",
                        "  openai/gpt-5.2:",
                        "models.yml:8 models.openai/gpt-5.2: duplicate key"));
    }

    static Stream<Arguments> profiles() {
        return Stream.of(
                wrong(
                        PROFILES,
                        "max-attempts: 6",
                        "max-attempts: 0",
                        "profiles.yml:2 profiles.standard.max-attempts = 0: expected 1 to 100"),
                wrong(
                        PROFILES,
                        "max-attempts: 6",
                        "max-attempts: 101",
                        "profiles.yml:2 profiles.standard.max-attempts = 101: expected 1 to 100"),
                wrong(
                        PROFILES,
                        "rotation: ordered",
                        "rotation: weighted",
                        "profiles.yml:2 profiles.standard.rotation = weighted: not supported by this version"),
                wrong(
                        PROFILES,
                        "strict: own-keys",
                        "strict: own-key",
                        "profiles.yml:4 profiles.legal.strict = own-key: expected own-keys (did you mean own-keys?)"),
                wrong(
                        PROFILES,
                        "moderated: next-model",
                        "moderated: next",
                        "profiles.yml:5 profiles.legal.moderated = next: expected return or next-model"),
                wrong(
                        PROFILES,
                        "retry-within: 20s",
                        "retry-within: 20",
                        "profiles.yml:6 profiles.legal.retry-within = 20: expected a positive duration such as 500ms, 2s or 10m"),
                wrong(
                        PROFILES,
                        "retry-within: 20s",
                        "zdr: required",
                        "profiles.yml:6 profiles.legal.zdr = required: not supported by this version"),
                wrong(
                        PROFILES,
                        "retry-within: 20s",
                        "model-fallback: [a]",
                        "profiles.yml:6 profiles.legal.model-fallback: not supported by this version"),
                wrong(
                        PROFILES,
                        "profiles:\n",
                        "data-classes: { public: {} }\nprofiles:\n",
                        "profiles.yml:1 data-classes: not supported by this version"));
    }
}

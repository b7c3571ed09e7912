package dev.byok.command.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.support.Progress;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which other models may serve where they might not before, and what requests may ask for and cost. */
class ModelStrictnessTests {

    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profiles.yml | model-fallback: none, | | caller acme/app may now be served by other models (model-fallback: none)
            profiles.yml | model-fallback: none | model-fallback: [meta/llama] | caller acme/app may now be served by meta/llama (model-fallback)
            profiles.yml | model-fallback: [openai/gpt] | model-fallback: [meta/llama] | caller acme/app by its profile batch may now be served by meta/llama (model-fallback)
            profiles.yml | model-fallback-max-cost: 1.5x | max-attempts: 2 | caller acme/app may now be served by dearer models (model-fallback-max-cost)
            profiles.yml | model-fallback-max-cost: 1.5x | model-fallback-max-cost: 1.51x | caller acme/app may now be served by dearer models (model-fallback-max-cost)
            workspaces/acme.yml | max-tokens: 100 | max-tokens: 101 | caller acme/app may now ask for longer answers (max-tokens)
            workspaces/acme.yml | max-tokens: 100 | enabled: true | caller acme/app may now ask for longer answers (max-tokens)
            workspaces/acme.yml | max-price-per-request: 0.5 | max-price-per-request: 0.6 | caller acme/app may now send dearer requests (max-price-per-request)
            """)
    void saysWhatMayBeServedAndAskedForNow(String file, String from, @Nullable String to, String said) {
        assertThat(loosened(edited(file, from, to == null ? "" : to))).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profiles.yml | model-fallback-max-cost: 1.5x | model-fallback-max-cost: 1.50x
            profiles.yml | model-fallback-max-cost: 1.5x | model-fallback-max-cost: 1x
            profiles.yml | model-fallback: [openai/gpt] | model-fallback: none
            workspaces/acme.yml | max-tokens: 100 | max-tokens: 99
            workspaces/acme.yml | max-price-per-request: 0.5 | max-price-per-request: 0.50
            """)
    void whatIsStricterOrMeansTheSameLoosensNothing(String file, String from, String to) {
        assertThat(loosened(edited(file, from, to))).isEmpty();
    }

    private static List<String> loosened(PolicyFiles after) {
        return PolicyDiff.of(
                        PolicyCompiler.compile(before()),
                        PolicyCompiler.compile(after),
                        AT,
                        new Progress(new PrintWriter(new StringWriter()), false))
                .loosened()
                .stream()
                .map(each -> each.who() + " " + each.what())
                .toList();
    }

    private static PolicyFiles edited(String file, String from, String to) {
        return SmallPolicy.edited(before().contents(), file, from, to);
    }

    private static PolicyFiles before() {
        PolicyFiles bounded = SmallPolicy.edited(
                SmallPolicy.ACME,
                "environment: prod",
                "environment: prod\n    profile: chat\n    profiles: [batch]\n    max-tokens: 100\n"
                        + "    max-price-per-request: 0.5");
        return SmallPolicy.with(bounded, "profiles.yml", """
                profiles:
                  chat: { model-fallback: none, model-fallback-max-cost: 1.5x }
                  batch: { model-fallback: [openai/gpt] }
                """);
    }
}

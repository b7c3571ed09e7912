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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is demanded of endpoints less than before. */
class BoundStrictnessTests {

    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final String PROFILES = "profiles.yml";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workspaces/acme.yml | require: [tools, vision] | require: [tools] | caller acme/app no longer requires vision
            workspaces/acme.yml | max-price: { prompt: 2, completion: 8 } | max-price: { prompt: 2.50, completion: 8 } | caller acme/app has max-price.prompt 2.50, was 2
            workspaces/acme.yml | max-price: { prompt: 2, completion: 8 } | max-price: { prompt: 2 } | caller acme/app has no max-price.completion any more, was 8
            workspaces/acme.yml | max-price: { prompt: 2, completion: 8 } | max-price: { completion: 8 } | caller acme/app has max-price.prompt 3, was 2
            profiles.yml | max-price: { request: 0.01 } | require: [tools] | caller acme/app has no max-price.request any more, was 0.01
            profiles.yml | require: [structured-output] | zdr: required | data class secret no longer requires structured-output
            """)
    void saysWhatIsDemandedNoMore(String file, String from, String to, String said) {
        assertThat(loosened(file, from, to)).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workspaces/acme.yml | require: [tools, vision] | require: [vision, tools, reasoning]
            workspaces/acme.yml | max-price: { prompt: 2, completion: 8 } | max-price: { prompt: 2.0, completion: 7, request: 1 }
            workspaces/acme.yml | max-price: { prompt: 3 } | data-class: open
            """)
    void whatIsStricterOrHeldByAnotherLoosensNothing(String file, String from, String to) {
        assertThat(loosened(file, from, to)).isEmpty();
    }

    private static List<String> loosened(String file, String from, String to) {
        return PolicyDiff.of(
                        PolicyCompiler.compile(before()),
                        PolicyCompiler.compile(SmallPolicy.edited(before().contents(), file, from, to)),
                        AT,
                        new Progress(new PrintWriter(new StringWriter()), false))
                .loosened()
                .stream()
                .map(each -> each.who() + " " + each.what())
                .toList();
    }

    private static PolicyFiles before() {
        PolicyFiles profiled = SmallPolicy.with(SmallPolicy.files(), PROFILES, """
                profiles: { standard: { max-attempts: 8, max-price: { request: 0.01 } } }
                data-classes: { open: {}, secret: { require: [structured-output] } }
                """);
        PolicyFiles manifest = SmallPolicy.edited(
                profiled.contents(), "policy.yml", "policy: 1\n", "policy: 1\ndefaults: { profile: standard }\n");
        PolicyFiles placed = SmallPolicy.edited(
                manifest.contents(), SmallPolicy.ACME, "prod: {}", "prod: { max-price: { prompt: 3 } }");
        return SmallPolicy.edited(
                placed.contents(),
                SmallPolicy.ACME,
                "environment: prod",
                "environment: prod\n    require: [tools, vision]\n    max-price: { prompt: 2, completion: 8 }");
    }
}

package dev.byok.command.explain;

import static dev.byok.command.support.SmallPolicy.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.command.support.SmallPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a gateway would do, told without one. */
class ExplainCommandTests {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallPolicy.write(folder.resolve("byok"), SmallPolicy.files());
    }

    @Test
    void saysWhoWouldBeTriedInWhichOrder() {
        assertThat(explain("--caller", "app", "--model", "meta/llama")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "caller app of acme, environment prod, profile default: at most 8 attempts",
                        "",
                        "Would be tried, one after the other:",
                        "  1.  meta/llama  openai  PRIORITIZED  main           byok/workspaces/acme.yml:11",
                        "  2.  meta/llama  groq    SHARED       shared-groq    byok/providers.yml:4",
                        "  3.  meta/llama  openai  SHARED       shared-openai  byok/providers.yml:3");
    }

    @Test
    void saysWhoWouldNotBeAndWhichLineSaysSo() {
        int code =
                explain("--caller", "acme/app", "--model", "openai/gpt", "--strict", "--key", "main=rate_limited:5m");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "caller app of acme, environment prod, profile default: at most 8 attempts",
                        "",
                        "Nobody would be tried.",
                        "",
                        "Would not be:",
                        "  openai/gpt  openai  PRIORITIZED  main           cooldown  byok/workspaces/acme.yml:11",
                        "  openai/gpt  openai  SHARED       shared-openai  strict    byok/workspaces/acme.yml:5");
    }

    @Test
    void saysThatItEndsWhereTheProfileAllowsNoMoreAttempts() throws IOException {
        writeWithProfile("max-attempts: 2");

        explain("--caller", "app", "--model", "meta/llama");

        assertThat(out.toString())
                .contains("  2.  meta/llama  groq ", "There it ends: the profile allows no more attempts.")
                .doesNotContain("  3.");
    }

    @Test
    void saysWhatIsDoneWhileAProviderIsLeftAlone() {
        assertThat(explain("--caller", "app", "--model", "meta/llama", "--provider", "openai=overloaded"))
                .isZero();

        assertThat(out.toString())
                .contains("  1.  meta/llama  groq  SHARED  shared-groq")
                .doesNotContain("  2.")
                .containsPattern("main +cooldown")
                .containsPattern("shared-openai +cooldown");
    }

    @Test
    void tellsOnceOfAKeyThatComesBackInTime() throws IOException {
        writeWithProfile("queue: 30s");

        explain("--caller", "app", "--model", "openai/gpt", "--strict", "--key", "main=rate_limited:10s");

        assertThat(out.toString())
                .containsOnlyOnce(" main ")
                .containsPattern("main +byok/workspaces/acme.yml:11 +after 1[0-9]{4} ms");
    }

    private void writeWithProfile(String profile) throws IOException {
        SmallPolicy.write(
                folder.resolve("byok"),
                SmallPolicy.with(
                        SmallPolicy.edited("policy.yml", "policy: 1", "policy: 1\ndefaults: { profile: own }"),
                        "profiles.yml",
                        "profiles: { own: { " + profile + " } }\n"));
    }

    @Test
    void saysWhatItWouldCost() throws IOException {
        SmallPolicy.write(
                folder.resolve("byok"),
                SmallPolicy.edited(
                        "models.yml", "model: gpt }", "model: gpt, price: { prompt: 1.25, completion: 10 } }"));

        explain("--caller", "app", "--model", "openai/gpt", "--prompt-tokens", "4000", "--max-tokens", "500");

        assertThat(out.toString()).contains("main           byok/workspaces/acme.yml:11  0.01 USD");
    }

    @Test
    void tellsProgramsTheSame() {
        assertThat(explain("--format", "json", "--caller", "app", "--model", "openai/gpt", "--strict"))
                .isZero();

        JsonNode told = JsonMapper.builder().build().readTree(out.toString());
        assertThat(told.path("caller").asString()).isEqualTo("app");
        assertThat(told.path("attempts")).hasSize(1);
        assertThat(told.at("/attempts/0/key").asString()).isEqualTo("main");
        assertThat(told.at("/attempts/0/file").asString()).isEqualTo("byok/workspaces/acme.yml");
        assertThat(told.at("/attempts/0/line").asInt()).isEqualTo(11);
        assertThat(told.at("/attempts/0/cost_usd").isNull()).isTrue();
        assertThat(told.path("excluded_by")).hasSize(1);
        assertThat(told.at("/excluded_by/0/key").asString()).isEqualTo("shared-openai");
        assertThat(told.at("/excluded_by/0/reason").asString()).isEqualTo("strict");
    }

    @Test
    void saysThatACallerIsSwitchedOff() throws IOException {
        SmallPolicy.write(
                folder.resolve("byok"),
                SmallPolicy.edited(ACME, "environment: prod", "environment: prod\n    enabled: false"));

        explain("--caller", "app", "--model", "openai/gpt");

        assertThat(out.toString()).contains("It is switched off, and would get 401");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --caller app --model openai/gpt --profile batch         | the profile batch is none of app's, which are default
            --caller ap --model openai/gpt                          | unknown caller ap (did you mean app?)
            --caller app --model openai/gtp                         | unknown model openai/gtp (did you mean openai/gpt?)
            --caller app --model openai/gpt --key other=permission  | unknown key other of acme or shared capacity
            --caller app --model openai/gpt --key main=broken       | --key: expected credential_rejected or quota_exhausted or rate_limited or permission after the =
            --caller app --model openai/gpt --key main=permission:5 | and maybe a time such as :30s
            --caller app --model openai/gpt --provider openai=permission | --provider: expected overloaded or silent after the =
            --caller app --model openai/gpt --provider opnai=silent | unknown provider opnai (did you mean openai?)
            --caller app --model openai/gpt --at soon               | --at: expected an instant such as 2027-01-01T00:00:00Z
            --caller app --model openai/gpt --max-tokens -1         | --prompt-tokens and --max-tokens: expected 0 or more
            --model openai/gpt                                      | Missing required option: '--caller=NAME'
            """)
    void saysWhatIsNotInThePolicy(String args, String why) {
        assertThat(explain(args.strip().split(" +", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(why);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void explainsNothingOfAPolicyThatWouldBeRefused() throws IOException {
        SmallPolicy.write(folder.resolve("byok"), SmallPolicy.edited(ACME, "environment: prod", "environment: prdo"));

        assertThat(explain("--caller", "app", "--model", "openai/gpt")).isEqualTo(1);

        assertThat(err.toString()).contains("byok/workspaces/acme.yml:7", "refused: 1 problem");
        assertThat(out.toString()).isEmpty();
    }

    private int explain(String... args) {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(args));
        all.add(folder.toString());
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }
}

package dev.byok.command.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scenarios as part of the check, as it is typed. */
class CheckScenariosTests {

    private static final String HOLDS = """
            scenarios:
              - name: the app has a way out
                given: { caller: app, model: openai/gpt, keys: { main: rate_limited:5m } }
                expect: { attempts: [shared-openai] }
            """;
    private static final String FAILS = HOLDS + """
              - name: nothing <shared>
                given: { caller: app, model: openai/gpt }
                expect: { never: [SHARED] }
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void countsThoseThatHold() throws IOException {
        write(HOLDS);

        assertThat(check()).isZero();

        assertThat(out.toString())
                .contains("fine: policy ", "2 shared keys, 1 scenario")
                .doesNotContain("failed");
    }

    @Test
    void failsByOneThatDoesNotAndSaysWhereItDiffers() throws IOException {
        write(FAILS);

        assertThat(check()).isEqualTo(1);

        assertThat(out.toString().lines().toList().subList(0, 4))
                .containsExactly(
                        "failed: byok/scenarios/drills.yml:5 nothing <shared>",
                        "  expected never: SHARED",
                        "       got 2. shared-openai (SHARED at openai, byok/providers.yml:3)",
                        "       see byok explain --caller acme/app --model openai/gpt " + folder);
        assertThat(out.toString())
                .contains("not as its scenarios want it: policy ", "2 scenarios; 1 failed")
                .doesNotContain("refused:");
    }

    @Test
    void failsByOneThatIsWrongAndRunsTheOthers() throws IOException {
        write(FAILS.replace("never: [SHARED]", "nevr: [SHARED]"));

        assertThat(check()).isEqualTo(1);

        assertThat(out.toString().lines())
                .first()
                .isEqualTo("error: byok/scenarios/drills.yml:7 scenarios[1].expect.nevr: unknown field"
                        + " (did you mean never?)");
        assertThat(out.toString()).contains("1 scenario; 1 problem in scenarios");
    }

    @Test
    void saysWhatIsWrongWithThemEvenWhereThePolicyIsRefused() throws IOException {
        PolicyFiles wrong = SmallPolicy.edited(SmallPolicy.ACME, "environment: prod", "environment: prdo");
        SmallPolicy.write(
                folder.resolve("byok"),
                SmallPolicy.with(wrong, "scenarios/drills.yml", FAILS.replace("never: [SHARED]", "nevr: [SHARED]")));

        assertThat(check()).isEqualTo(1);

        assertThat(out.toString())
                .contains("callers.app.environment = prdo", "expect.nevr: unknown field", "refused: 2 problems");
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        write(FAILS);

        assertThat(check("--format", "json")).isEqualTo(1);

        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("fine").asBoolean()).isFalse();
        assertThat(report.path("problems")).isEmpty();
        assertThat(report.path("scenarios")).hasSize(2);
        assertThat(report.at("/scenarios/0/passed").asBoolean()).isTrue();
        JsonNode failed = report.at("/scenarios/1");
        assertThat(failed.path("name").asString()).isEqualTo("nothing <shared>");
        assertThat(failed.path("file").asString()).isEqualTo("byok/scenarios/drills.yml");
        assertThat(failed.path("line").asInt()).isEqualTo(5);
        assertThat(failed.at("/unmet/0/field").asString()).isEqualTo("never");
        assertThat(failed.at("/unmet/0/expected").asString()).isEqualTo("SHARED");
        assertThat(failed.at("/unmet/0/got").asString()).startsWith("2. shared-openai");
        assertThat(failed.at("/unmet/0/because")).isEmpty();
    }

    @Test
    void isATestPerScenarioForCiServers() throws Exception {
        write(FAILS);

        assertThat(check("--format", "junit")).isEqualTo(1);

        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        // Five files, one of them that of the scenarios, and the scenarios themselves.
        assertThat(suite.getAttribute("tests")).isEqualTo("7");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(7);
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("nothing <shared>");
        assertThat(failure.getTextContent()).contains("expected never: SHARED", "got 2. shared-openai");
    }

    @Test
    void neverRepeatsWhatMayBeASecret() throws IOException {
        String suspect = "sk-" + "proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD";
        write(FAILS.replace("nothing <shared>", suspect).replace("[SHARED]", "[\"" + suspect + "\"]"));

        for (String format : new String[] {"human", "json", "junit"}) {
            assertThat(check("--format", format)).isEqualTo(1);
        }

        assertThat(out.toString()).contains("looks like a credential").doesNotContain("abcdefghij");
        assertThat(err.toString()).isEmpty();
    }

    private void write(String scenarios) throws IOException {
        SmallPolicy.write(
                folder.resolve("byok"), SmallPolicy.with(SmallPolicy.files(), "scenarios/drills.yml", scenarios));
    }

    private int check(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "check";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = folder.toString();
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}

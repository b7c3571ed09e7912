package dev.byok.command.check;

import static dev.byok.command.support.SmallPolicy.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as it is typed. */
class CheckCommandTests {

    private static final PolicyFiles WRONG = SmallPolicy.edited(ACME, "environment: prod", "environment: prdo");
    private static final String WHY =
            "workspaces/acme.yml:7 callers.app.environment = prdo: unknown environment (did you mean prod?)";
    private static final PolicyFiles SOON =
            SmallPolicy.edited(ACME, "name: main, ", "name: main, expires: 2026-01-01, ");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void findsNothingToSayOfTheExample() {
        Path example = Path.of("..", "..", "config-repo");
        assertThat(example.resolve("byok").resolve("policy.yml")).exists();

        assertThat(byok("check", example.toString())).isZero();

        assertThat(out.toString())
                .matches(
                        "fine: policy [0-9a-f]{12}, 3 workspaces, 11 callers, 11 models, 3 providers, 19 own keys, 2 shared keys, 23 scenarios\\R");
    }

    @Test
    void saysEverythingThatIsWrongOfAConfigRepoAndWhere() throws IOException {
        SmallPolicy.write(folder.resolve("byok"), WRONG);

        assertThat(byok("check", folder.toString())).isEqualTo(1);

        assertThat(out.toString().lines()).containsExactly("error: byok/" + WHY, "refused: 1 problem");
    }

    @Test
    void looksAtThePolicysOwnFolderToo() throws IOException {
        SmallPolicy.write(folder, WRONG);

        assertThat(byok("check", folder.toString())).isEqualTo(1);

        assertThat(out.toString().lines()).containsExactly("error: " + WHY, "refused: 1 problem");
    }

    @Test
    void warnsWithoutFailing() throws IOException {
        SmallPolicy.write(folder, SOON);

        assertThat(byok("check", folder.toString())).isZero();

        assertThat(out.toString().lines().toList())
                .first()
                .isEqualTo("warning: workspaces/acme.yml:11 key main: has expired on 2026-01-01T00:00:00Z");
        assertThat(out.toString()).contains("1 own key, 2 shared keys; 1 warning");
    }

    @Test
    void neverRepeatsASecret() throws IOException {
        String secret = "sk-" + "proj-" + "abcdefghijklmnopqrstuvwxyz0123456789ABCD";
        SmallPolicy.write(folder, SmallPolicy.edited(ACME, "file:/run/secrets/openai", secret));

        assertThat(byok("check", folder.toString())).isEqualTo(1);
        assertThat(byok("check", "--format", "json", folder.toString())).isEqualTo(1);
        assertThat(byok("check", "--format", "junit", folder.toString())).isEqualTo(1);

        assertThat(out.toString()).contains("workspaces/acme.yml:11").doesNotContain("abcdefghij");
    }

    @Test
    void neverRepeatsWhatMayBeASecretInThePlaceOfAName() throws IOException {
        String suspect = "0123456789abcdef0123456789abcdef";
        PolicyFiles named = SmallPolicy.edited(ACME, "name: main, ", "name: " + suspect + ", expires: 2026-01-01, ");
        SmallPolicy.write(folder, SmallPolicy.with(named, "sk-" + suspect + ".yml", "a: 1\n"));

        for (String format : List.of("human", "json", "junit")) {
            byok("check", "--format", format, folder.toString());
        }
        Files.delete(folder.resolve("sk-" + suspect + ".yml"));
        byok("check", folder.toString());
        byok("explain", "--caller", "app", "--model", "openai/gpt", folder.toString());
        byok("explain", "--format", "json", "--caller", "app", "--model", "openai/gpt", folder.toString());

        assertThat(out.toString()).contains("has expired").doesNotContain(suspect);
        assertThat(err.toString()).doesNotContain(suspect);
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        SmallPolicy.write(folder.resolve("byok"), WRONG);

        assertThat(byok("check", "--format", "json", folder.toString())).isEqualTo(1);

        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("fine").asBoolean()).isFalse();
        assertThat(report.path("problems")).hasSize(1);
        JsonNode problem = report.path("problems").get(0);
        assertThat(problem.path("file").asString()).isEqualTo("byok/workspaces/acme.yml");
        assertThat(problem.path("line").asInt()).isEqualTo(7);
        assertThat(problem.path("path").asString()).isEqualTo("callers.app.environment");
        assertThat(problem.path("value").asString()).isEqualTo("prdo");
        assertThat(problem.path("message").asString()).isEqualTo("unknown environment (did you mean prod?)");
    }

    @Test
    void isATestPerFileForCiServers() throws Exception {
        SmallPolicy.write(folder.resolve("byok"), WRONG);
        Files.delete(folder.resolve("byok").resolve("models.yml"));

        assertThat(byok("check", "--format", "JUnit", folder.toString())).isEqualTo(1);

        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(failures(suite)).containsExactly("byok/" + WHY, "byok/models.yml: missing");
    }

    @Test
    void saysWhatItNeedsWhereThereIsNoPolicy() {
        assertThat(byok("check", folder.toString())).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo(folder + ": no policy here, neither policy.yml nor byok/policy.yml");

        assertThat(byok("check", "--soon", "-1", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--soon: expected 0 or more days");

        err.getBuffer().setLength(0);
        assertThat(byok("check", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(folder.resolve("none") + ": no such directory");
    }

    @Test
    void teaches() {
        assertThat(byok()).isZero();
        assertThat(byok("--help")).isZero();
        assertThat(byok("check", "--help")).isZero();

        assertThat(out.toString()).contains("check", "keygen", "Exit codes:", "byok check config-repo");
        assertThat(byok("chek")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean", "check");
    }

    @Test
    void makesGatewayKeys() {
        assertThat(byok("keygen")).isZero();

        assertThat(out.toString())
                .containsPattern("byok_[A-Za-z0-9_-]{43}[A-Za-z0-9]{6}\\b")
                .containsPattern("keys: \\[\\{ sha256: \"[0-9a-f]{64}\" }]");
    }

    private int byok(String... args) {
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static List<String> failures(Element suite) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < suite.getElementsByTagName("failure").getLength(); i++) {
            texts.add(suite.getElementsByTagName("failure").item(i).getTextContent());
        }
        return texts;
    }
}

package dev.byok.policy.configserver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A config server without our endpoint: it answers 404 there, and serves files one by one. */
class StockServerTests {

    private static final String FOLDER = "/gateway/default/" + Zips.COMMIT + "/byok/";
    private static final Map<String, String> FILES = SamplePolicy.contents();

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeEach
    void start() {
        server.start();
        isAt(Zips.COMMIT);
        FILES.forEach(
                (path, text) -> server.stubFor(get(urlEqualTo(FOLDER + path)).willReturn(file(text))));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void isReadFileByFileAsTheManifestNamesThem() throws IOException {
        try (ConfigServerPolicySource source = source()) {
            PolicyFiles files = source.read();

            assertThat(files.version()).isEqualTo("0123456789ab");
            assertThat(files.contents()).isEqualTo(FILES);
            FILES.keySet().forEach(path -> server.verify(2, getRequestedFor(urlEqualTo(FOLDER + path))));
        }
    }

    @Test
    void isReadOncePerCommit() throws IOException {
        try (ConfigServerPolicySource source = source()) {
            PolicyFiles first = source.read();
            PolicyFiles second = source.read();

            assertThat(second).isSameAs(first);
            server.verify(2, getRequestedFor(urlEqualTo(FOLDER + "policy.yml")));
        }
    }

    @Test
    void isReadUntilTwoReadingsAgree() throws IOException {
        inTurn("models.yml", "models: { of-another: branch }", FILES.getOrDefault("models.yml", ""));

        try (ConfigServerPolicySource source = source()) {
            assertThat(source.read().contents()).isEqualTo(FILES);
        }
        server.verify(3, getRequestedFor(urlEqualTo(FOLDER + "models.yml")));
    }

    @Test
    void isNotBelievedWhereAFileIsThereOnlySometimes() throws IOException {
        server.stubFor(get(urlEqualTo(FOLDER + "profiles.yml"))
                .inScenario("profiles")
                .whenScenarioStateIs(STARTED)
                .willReturn(aResponse().withStatus(404))
                .willSetStateTo("there"));
        server.stubFor(get(urlEqualTo(FOLDER + "profiles.yml"))
                .inScenario("profiles")
                .whenScenarioStateIs("there")
                .willReturn(file(FILES.getOrDefault("profiles.yml", ""))));

        try (ConfigServerPolicySource source = source()) {
            assertThat(source.read().contents()).isEqualTo(FILES);
        }
    }

    @Test
    void isGivenUpWhereNoTwoReadingsAgree() {
        inTurn("models.yml", "models: 1", "models: 2", "models: 3", "models: 4", "models: 5");

        try (ConfigServerPolicySource source = source()) {
            assertThatIOException()
                    .isThrownBy(source::read)
                    .withMessage("the files of commit " + Zips.COMMIT + " differ from one reading to the next");
        }
    }

    @Test
    void leavesAMissingFileToTheCompiler() throws IOException {
        server.stubFor(
                get(urlEqualTo(FOLDER + "policy.yml")).willReturn(aResponse().withStatus(404)));

        try (ConfigServerPolicySource source = source()) {
            assertThat(source.read().contents()).containsOnlyKeys("providers.yml", "models.yml", "profiles.yml");
        }
    }

    @Test
    void isNeverAskedForAPathThatLeadsElsewhere() throws IOException {
        server.stubFor(get(urlEqualTo(FOLDER + "policy.yml")).willReturn(file("""
                        policy: 1
                        workspaces:
                          acme: { file: ../../../secrets.yml }
                          globex: { file: "a?b=c.yml" }
                        """)));

        try (ConfigServerPolicySource source = source()) {
            source.read();
        }

        server.verify(0, getRequestedFor(urlMatching(".*secrets.*")));
        server.verify(2, getRequestedFor(urlEqualTo(FOLDER + "a%3Fb=c.yml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"version\": null}", "{\"version\": \"../main\"}", "[]"})
    void needsAGitRepositoryBehindIt(String answer) {
        server.stubFor(get(urlEqualTo("/gateway/default/main")).willReturn(okJson(answer)));

        try (ConfigServerPolicySource source = source()) {
            assertThatIOException()
                    .isThrownBy(source::read)
                    .withMessage("the config server names no commit: it needs a Git repository behind it");
        }
    }

    @Test
    void saysWhatIsWrong() {
        try (ConfigServerPolicySource source = source()) {
            server.stubFor(get(urlEqualTo("/gateway/default/main")).willReturn(ok("sk-canary-7f3a9b")));
            assertThatIOException().isThrownBy(source::read).withMessage("the config server's answer is not JSON");

            server.stubFor(get(urlEqualTo("/gateway/default/main"))
                    .willReturn(aResponse().withStatus(404)));
            assertThatIOException().isThrownBy(source::read).withMessage("the config server answers 404");

            isAt(Zips.COMMIT);
            server.stubFor(get(urlEqualTo(FOLDER + "models.yml"))
                    .willReturn(aResponse().withStatus(500)));
            assertThatIOException()
                    .isThrownBy(source::read)
                    .withMessage("the config server answers 500 for a file of the policy");
        }
    }

    private void isAt(String commit) {
        server.stubFor(get(urlEqualTo("/gateway/default/main"))
                .willReturn(okJson("{\"name\":\"gateway\",\"version\":\"" + commit + "\",\"propertySources\":[]}")));
    }

    private void inTurn(String path, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            server.stubFor(get(urlEqualTo(FOLDER + path))
                    .inScenario(path)
                    .whenScenarioStateIs(i == 0 ? STARTED : "reading " + i)
                    .willReturn(file(texts[i]))
                    .willSetStateTo("reading " + Math.min(i + 1, texts.length - 1)));
        }
    }

    private static ResponseDefinitionBuilder file(String text) {
        return aResponse()
                .withStatus(200)
                .withHeader("content-type", "application/octet-stream")
                .withBody(text);
    }

    private ConfigServerPolicySource source() {
        return new ConfigServerPolicySource(
                new ConfigServer(
                        ConfigServer.base("configserver:http://127.0.0.1:" + server.port()),
                        "gateway",
                        "default",
                        "main",
                        Duration.ofSeconds(10)),
                Mono::empty);
    }
}

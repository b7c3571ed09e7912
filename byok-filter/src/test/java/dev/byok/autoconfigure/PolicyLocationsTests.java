package dev.byok.autoconfigure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.byok.policy.source.PolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a host's properties to the source of its policy. */
class PolicyLocationsTests {

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final ByokProperties.Policy policy = new ByokProperties.Policy();

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        policy.setLocation("configserver:http://127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void namesAFolder(@TempDir Path folder) {
        policy.setLocation("file:" + folder);

        assertThat(PolicyLocations.open(policy).description()).isEqualTo("file:" + folder);
    }

    @Test
    void asksForTheBranchOfTheApplicationThatIsSet() {
        policy.getConfigServer().setApplication("shop");
        policy.getConfigServer().setProfile("eu");
        policy.getConfigServer().setLabel("release/1");

        try (PolicySource source = PolicyLocations.open(policy)) {
            assertThatIOException().isThrownBy(source::read);
        }

        server.verify(
                getRequestedFor(urlEqualTo("/shop/eu/release(_)1/byok-policy")).withoutHeader("authorization"));
    }

    @Test
    void readsThePasswordFromTheFileThatIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "{\"config\": \"open sesame\"}");
        policy.getConfigServer().setPassword("file:" + file + "#config");

        try (PolicySource source = PolicyLocations.open(policy)) {
            assertThatIOException().isThrownBy(source::read);
        }

        server.verify(getRequestedFor(urlEqualTo("/gateway/default/main/byok-policy"))
                .withHeader("authorization", equalTo("Basic Z2F0ZXdheTpvcGVuIHNlc2FtZQ==")));
    }

    @Test
    void asksNobodyWithoutThePasswordThatIsMissing(@TempDir Path folder) {
        policy.getConfigServer().setPassword("file:" + folder.resolve("password"));

        try (PolicySource source = PolicyLocations.open(policy)) {
            assertThatThrownBy(source::read).hasMessageContaining("there is no such file");
        }

        server.verify(0, getRequestedFor(urlEqualTo("/gateway/default/main/byok-policy")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary", "env:PATH", "file:canary", "vault:canary"})
    void refusesAPasswordInPlaceOfWhereItIsKept(String password) {
        policy.getConfigServer().setPassword(password);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyLocations.open(policy))
                .withMessageStartingWith("byok.policy.config-server.password: expected where it is kept")
                .satisfies(e -> assertThat(e).message().doesNotContain("canary"));
    }
}

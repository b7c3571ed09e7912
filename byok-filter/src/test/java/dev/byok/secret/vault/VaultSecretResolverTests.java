package dev.byok.secret.vault;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.lessThan;
import static com.github.tomakehurst.wiremock.client.WireMock.moreThanOrExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.byok.autoconfigure.ByokSecretsConfiguration;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** From a host's properties through Spring Vault to a Vault that speaks its own protocol. */
@ExtendWith(OutputCaptureExtension.class)
class VaultSecretResolverTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How many secrets are asked for that the token may not read. */
    private static final int DENIED = 50;

    private static final SecretReference REFERENCE = new SecretReference("vault", "secret/acme/openai", "main");

    private final FakeVault vault = new FakeVault();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @BeforeEach
    void hasAStore() {
        vault.token("hvs.first", 0).mount("secret", 2).holdsVersioned("secret/acme/openai", "{\"main\":\"sk-main\"}");
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void readsTheNewestVersionOfAVersionedStore() throws IOException {
        with(token(), secrets -> assertRead(secrets, REFERENCE, "sk-main"));

        assertThat(vault.requests())
                .containsExactly(
                        "GET auth/token/lookup-self",
                        "GET sys/internal/ui/mounts/secret/acme/openai",
                        "GET secret/data/acme/openai");
    }

    @Test
    void readsAStoreWithoutVersions() throws IOException {
        vault.mount("kv/old", 1).holds("kv/old/acme", "{\"main\":\"sk-old\"}");

        with(token(), secrets -> assertRead(secrets, new SecretReference("vault", "kv/old/acme", "main"), "sk-old"));
    }

    @Test
    void asksOnceWhichKindAMountIs() throws IOException {
        vault.holdsVersioned("secret/acme/anthropic", "{\"key\":\"sk-ant\"}");

        with(token(), secrets -> {
            assertRead(secrets, REFERENCE, "sk-main");
            assertRead(secrets, new SecretReference("vault", "secret/acme/anthropic", "key"), "sk-ant");
        });

        assertThat(vault.requests().stream().filter(request -> request.contains("mounts")))
                .hasSize(1);
    }

    @Test
    void logsInByRoleOnceAndRevokesItsTokenInTheEnd() throws IOException {
        vault.token("hvs.role", 3600).mount("secret", 2).holdsVersioned("secret/acme/openai", "{\"main\":\"sk-main\"}");
        vault.login("approle", "{\"role_id\":\"gateway\",\"secret_id\":\"opened\"}", 3600);
        List<String> properties = List.of(
                "authentication=app-role", "app-role.role-id=gateway", "app-role.secret-id=" + file("id", "opened"));

        with(properties, secrets -> {
            assertRead(secrets, REFERENCE, "sk-main");
            StepVerifier.create(secrets.reread(REFERENCE, Secret.of("sk-main")))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(PATIENCE);
        });

        assertThat(vault.requests()).startsWith("POST auth/approle/login").endsWith("POST auth/token/revoke-self");
        vault.server().verify(1, postRequestedFor(urlPathEqualTo("/v1/auth/approle/login")));
    }

    @Test
    void logsInByServiceAccountAndNamesItsNamespaceEverywhere() throws IOException {
        vault.token("hvs.pod", 3600).mount("secret", 2).holdsVersioned("secret/acme/openai", "{\"main\":\"sk-main\"}");
        vault.login("k8s-prod", "{\"role\":\"gateway\",\"jwt\":\"eyJ.pod.token\"}", 3600);
        file("jwt", "eyJ.pod.token");
        List<String> properties = List.of(
                "authentication=kubernetes",
                "namespace=team-a",
                "kubernetes.role=gateway",
                "kubernetes.path=k8s-prod",
                "kubernetes.token-file=" + folder.resolve("jwt"));

        with(properties, secrets -> assertRead(secrets, REFERENCE, "sk-main"));

        assertThat(vault.server().getAllServeEvents()).hasSizeGreaterThan(3).allSatisfy(event -> assertThat(
                        event.getRequest().getHeader("X-Vault-Namespace"))
                .isEqualTo("team-a"));
    }

    @Test
    void renewsItsTokenBeforeThatExpires() throws IOException {
        // Spring Vault renews 5 seconds before the end.
        vault.token("hvs.short", 6).mount("secret", 2).holdsVersioned("secret/acme/openai", "{\"main\":\"sk-main\"}");
        vault.login("approle", "{\"role_id\":\"gateway\"}", 6);

        with(List.of("authentication=app-role", "app-role.role-id=gateway"), secrets -> {
            assertRead(secrets, REFERENCE, "sk-main");
            await().atMost(PATIENCE).untilAsserted(() -> vault.server()
                    .verify(
                            moreThanOrExactly(1),
                            postRequestedFor(urlPathEqualTo("/v1/auth/token/renew-self"))
                                    .withHeader("X-Vault-Token", equalTo("hvs.short"))));
        });

        vault.server().verify(1, postRequestedFor(urlPathEqualTo("/v1/auth/approle/login")));
    }

    @Test
    void takesTheNewTokenFromItsFileWhenVaultHasForgottenTheOld() throws IOException {
        List<String> properties = token();

        with(properties, secrets -> {
            assertRead(secrets, REFERENCE, "sk-main");
            vault.server().resetMappings();
            vault.server().stubFor(any(anyUrl()).atPriority(10).willReturn(jsonResponse(FakeVault.NO_PERMISSION, 403)));
            vault.token("hvs.second", 0).mount("secret", 2);
            vault.holdsVersioned("secret/acme/openai", "{\"main\":\"sk-rotated\"}");
            file("token", "hvs.second");

            StepVerifier.create(secrets.reread(REFERENCE, Secret.of("sk-main")))
                    .expectNext(Secret.of("sk-rotated"))
                    .expectComplete()
                    .verify(PATIENCE);
        });
    }

    @Test
    void asksOnceForManyRefusedReadingsWhetherItsTokenIsGood() throws IOException {
        vault.token("hvs.role", 3600).mount("secret", 2);
        vault.login("approle", "{\"role_id\":\"gateway\"}", 3600);

        with(List.of("authentication=app-role", "app-role.role-id=gateway"), VaultSecretResolverTests::readDenied);

        vault.server().verify(lessThan(DENIED / 5), postRequestedFor(urlPathEqualTo("/v1/auth/token/renew-self")));
        vault.server().verify(1, postRequestedFor(urlPathEqualTo("/v1/auth/approle/login")));
    }

    /** Vault says of a token without an end that it ends now, by which it looks as if it had to be replaced. */
    @Test
    void readsNothingTwiceWithTheTokenThatWasRefused() throws IOException {
        with(token(), VaultSecretResolverTests::readDenied);

        assertThat(vault.requests().stream().filter(request -> request.startsWith("GET secret/data/acme/denied-")))
                .hasSize(DENIED)
                .doesNotHaveDuplicates();
        vault.server().verify(lessThan(DENIED / 5), getRequestedFor(urlPathEqualTo("/v1/auth/token/lookup-self")));
    }

    @Test
    void leavesATokenThatItWasGivenAsItIs() throws IOException {
        with(token(), secrets -> assertRead(secrets, REFERENCE, "sk-main"));

        vault.server().verify(0, postRequestedFor(urlPathEqualTo("/v1/auth/token/revoke-self")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret/data/acme/openai | 403 | {\"errors\":[\"canary\"]} | Vault refused it (403): no policy of the gateway's token grants it, or there is no such mount",
                "sys/internal/ui/mounts/secret/acme/openai | 403 | {\"errors\":[\"preflight capability check returned 403\"]} | Vault refused it (403): no policy of the gateway's token grants it, or there is no such mount",
                "secret/data/acme/openai | 404 | {\"errors\":[]} | there is no such secret",
                "secret/data/acme/openai | 404 | {\"data\":{\"data\":null,\"metadata\":{\"deletion_time\":\"2026-11-01T00:00:00Z\",\"version\":2}}} | there is no such secret",
                "secret/data/acme/openai | 200 | {\"data\":{\"data\":{\"other\":\"canary\"},\"metadata\":{\"version\":2}}} | there is no such field",
                "secret/data/acme/openai | 200 | {\"data\":{\"data\":{\"main\":{\"a\":\"canary\"}},\"metadata\":{\"version\":2}}} | the field is not text",
                "secret/data/acme/openai | 200 | {\"data\":{\"data\":{\"main\":\"\"},\"metadata\":{\"version\":2}}} | the secret is empty",
                "secret/data/acme/openai | 429 | {\"errors\":[\"request path \\\"canary\\\": rate limit quota exceeded\"]} | Vault stands by or limits the rate (429)",
                "secret/data/acme/openai | 503 | {\"errors\":[\"Vault is sealed\"]} | Vault is sealed or down for maintenance (503)",
                "secret/data/acme/openai | 500 | {\"errors\":[\"canary\"]} | Vault answered 500",
            })
    void saysWhatIsWrongInItsOwnWords(String path, int status, String body, String reason) throws IOException {
        vault.answers(path, status, body);

        with(token(), secrets -> assertFails(secrets, reason));
    }

    @Test
    void saysThatTheLoginFailed() throws IOException {
        vault.failsWith(400, "{\"errors\":[\"invalid role or secret ID canary\"]}");

        with(
                List.of("authentication=app-role", "app-role.role-id=gateway"),
                secrets -> assertFails(secrets, "the login to Vault failed: Vault answered 400"));
    }

    @Test
    void saysThatVaultIsSealedBeforeAnyLogin() throws IOException {
        vault.failsWith(503, "{\"errors\":[\"Vault is sealed\"]}");

        with(
                List.of("authentication=app-role", "app-role.role-id=gateway"),
                secrets -> assertFails(
                        secrets, "the login to Vault failed: Vault is sealed or down for maintenance (503)"));
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        vault.close();

        with(token(), secrets -> assertFails(secrets, "Vault cannot be reached"));
    }

    @Test
    void saysThatAnotherKindOfStoreIsMountedThere() throws IOException {
        vault.mount("secret", 0);

        with(token(), secrets -> assertFails(secrets, "the mount is not a KV store"));
    }

    @Test
    void givesUpOnAVaultThatHangs() throws IOException {
        vault.server()
                .stubFor(any(anyUrl())
                        .atPriority(1)
                        .willReturn(jsonResponse("{}", 200).withFixedDelay(60_000)));

        with(
                List.of("authentication=app-role", "app-role.role-id=gateway", "read-timeout=200ms"),
                secrets -> assertFails(secrets, "the login to Vault failed: Vault cannot be reached"));
    }

    @Test
    void saysThatWhatOpensVaultCannotBeRead() {
        Path lost = folder.resolve("lost");

        with(
                List.of("token=file:" + lost),
                secrets -> assertFails(
                        secrets, "what opens Vault, file:" + lost + ", cannot be read: there is no such file"));
    }

    @Test
    void writesNothingSecretIntoAnyLog(CapturedOutput output) throws IOException {
        vault.token("hvs.canary", 3600).mount("secret", 2);
        vault.holdsVersioned("secret/acme/openai", "{\"main\":\"sk-canary\"}");
        vault.login("approle", "{\"role_id\":\"gateway\",\"secret_id\":\"id-canary\"}", 3600);
        List<String> properties = List.of(
                "authentication=app-role", "app-role.role-id=gateway", "app-role.secret-id=" + file("id", "id-canary"));
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        try {
            with(properties, secrets -> assertRead(secrets, REFERENCE, "sk-canary"));
            root.trace("planted: a-canary");
        } finally {
            root.setLevel(before);
        }

        assertThat(output.getAll()).contains("HTTP POST " + vault.url() + "/v1/auth/approle/login");
        assertThat(output.getAll().lines().filter(line -> line.contains("canary")))
                .singleElement()
                .asString()
                .endsWith("planted: a-canary");
    }

    @Test
    void usesTheHostsOwnClientWhereNoUriIsSet() {
        VaultTemplate hosts = new VaultTemplate(VaultEndpoint.from(vault.url()), new TokenAuthentication("hvs.first"));

        runner().withBean(VaultTemplate.class, () -> hosts)
                .run(context -> assertRead(context.getBean(Secrets.class), REFERENCE, "sk-main"));

        vault.server().verify(1, getRequestedFor(urlPathEqualTo("/v1/secret/data/acme/openai")));
    }

    @Test
    void saysWhatToSetWhereNothingIs() {
        runner().run(context -> assertFails(context.getBean(Secrets.class), "not set up: set byok.secrets.vault.uri"));
    }

    @ParameterizedTest
    @CsvSource({
        "token, byok.secrets.vault.token: expected a value with this authentication",
        "app-role, byok.secrets.vault.app-role.role-id: expected a value with this authentication",
        "kubernetes, byok.secrets.vault.kubernetes.role: expected a value with this authentication",
    })
    void refusesToStartWithoutWhatTheLoginNeeds(String authentication, String message) {
        properties(List.of("authentication=" + authentication))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage(message));
    }

    @Test
    void refusesToStartWithATokenWhereItsPlaceBelongs() {
        properties(List.of("token=hvs.canary")).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessage("byok.secrets.vault.token: expected where it is kept, file:/path, file:/path#field or"
                        + " env:BYOK_NAME"));
    }

    private static void readDenied(Secrets secrets) {
        Flux<Secret> readings = Flux.range(0, DENIED)
                .map(i -> new SecretReference("vault", "secret/acme/denied-" + i, "main"))
                .flatMap(reference -> secrets.get(reference)
                        .onErrorResume(
                                e -> String.valueOf(e.getMessage()).contains("refused it (403)"), e -> Mono.empty()));

        StepVerifier.create(readings).expectComplete().verify(PATIENCE);
    }

    private void assertRead(Secrets secrets, SecretReference reference, String value) {
        StepVerifier.create(secrets.get(reference))
                .expectNext(Secret.of(value))
                .expectComplete()
                .verify(PATIENCE);
    }

    private void assertFails(Secrets secrets, String reason) {
        StepVerifier.create(secrets.get(REFERENCE))
                .expectErrorMessage("secret vault:secret/acme/openai#main: " + reason)
                .verify(PATIENCE);
    }

    private List<String> token() throws IOException {
        return List.of("token=" + file("token", "hvs.first"));
    }

    private void with(List<String> properties, ThrowingConsumer<Secrets> test) {
        properties(properties).run(context -> test.accept(context.getBean(Secrets.class)));
    }

    private ApplicationContextRunner properties(List<String> properties) {
        return runner().withPropertyValues("byok.secrets.vault.uri=" + vault.url())
                .withPropertyValues(properties.stream()
                        .map(property -> "byok.secrets.vault." + property)
                        .toArray(String[]::new));
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withUserConfiguration(ByokSecretsConfiguration.class)
                .withBean(PolicyHolder.class);
    }

    private String file(String name, String content) throws IOException {
        return "file:" + Files.writeString(folder.resolve(name), content);
    }

    /** A test that writes files. */
    private interface ThrowingConsumer<T> {
        void accept(T value) throws IOException;
    }
}

package dev.byok.secret.azure;

import static dev.byok.secret.GatewaySecrets.failure;
import static dev.byok.secret.GatewaySecrets.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.util.Configuration;
import dev.byok.secret.EverythingLogged;
import dev.byok.secret.GatewaySecrets;
import dev.byok.secret.ReadLimits;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AzureSecretResolverTests {

    private static final TokenCredential CREDENTIAL = request -> Mono.just(new AccessToken(
            KeyVaultServer.TOKEN, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));

    private static KeyVaultServer server;
    private static HttpClient client;

    private final ApplicationContextRunner gateway = GatewaySecrets.gateway()
            .withBean(HttpClient.class, () -> client)
            .withBean(TokenCredential.class, () -> CREDENTIAL);

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = new KeyVaultServer(directory);
        client = server.client();
        server.holds("acme", "openai", "sk-canary-text");
        server.holds("acme", "both", "{\"user\":\"acme\",\"key\":\"sk-canary-field\"}");
        loadClasses();
    }

    /** Which takes longer on a busy machine than a reading may. */
    private static void loadClasses() {
        Duration minute = Duration.ofMinutes(1);
        AzureVaults vaults = new AzureVaults("vault.azure.net", () -> client, () -> CREDENTIAL);
        new AzureSecretResolver(vaults, new ReadLimits(minute, minute, minute))
                .resolve(reference("acme/openai"))
                .block(minute);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void readsTheLatestVersionAfterTheVaultHasAskedWhoIsThere() {
        server.holds("handshake", "openai", "sk-canary-handshake");

        gateway.run(context ->
                assertThat(read(context, reference("handshake/openai"))).isEqualTo(Secret.of("sk-canary-handshake")));

        server.assertChallenged(1, "handshake", "openai");
    }

    @Test
    void readsWhatAPolicyNames() {
        gateway.run(
                context -> assertThat(read(context, GatewaySecrets.ofPolicy("azure-kv:acme/openai", "azure-kv:acme/*")))
                        .isEqualTo(Secret.of("sk-canary-text")));
    }

    @Test
    void readsAFieldOfAJsonObject() {
        gateway.run(context ->
                assertThat(read(context, reference("acme/both", "key"))).isEqualTo(Secret.of("sk-canary-field")));
    }

    @Test
    void readsARotatedValueWhereTheOldOneIsRejected() {
        gateway.run(context -> {
            server.holds("acme", "rotated", "sk-canary-old");
            Secret old = read(context, reference("acme/rotated"));
            server.holds("acme", "rotated", "sk-canary-new");

            StepVerifier.create(context.getBean(Secrets.class).reread(reference("acme/rotated"), old))
                    .expectNext(Secret.of("sk-canary-new"))
                    .verifyComplete();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | SecretNotFound |                     | acme.vault.azure.net has no such secret
                    403 | Forbidden      | ForbiddenByRbac     | access denied: the gateway's Azure identity needs the role Key Vault Secrets User on acme.vault.azure.net, or an access policy with the permission Get
                    403 | Forbidden      | AccessDenied        | access denied: the gateway's Azure identity needs the role Key Vault Secrets User on acme.vault.azure.net, or an access policy with the permission Get
                    403 | Forbidden      | SecretDisabled      | it is disabled: enable it or name another
                    403 | Forbidden      | SecretNotYetValid   | it is not valid yet: see its activation date
                    403 | Forbidden      | ForbiddenByFirewall | access denied by the vault's firewall: allow the gateway's network
                    401 | Unauthorized   |                     | acme.vault.azure.net does not accept the gateway's Azure identity: it belongs to another tenant
                    429 | Throttled      |                     | acme.vault.azure.net is asked too often (throttled)
                    500 | InternalError  |                     | acme.vault.azure.net answered with HTTP status 500
                    """)
    void saysWhatARefusalMeans(int status, String code, @Nullable String innerCode, String reason) {
        String name = code + (innerCode == null ? "" : innerCode);
        server.refuses("acme", name, status, code, innerCode);

        gateway.run(context -> assertUnavailable(failure(context, reference("acme/" + name)), "acme/" + name, reason));
    }

    @Test
    void asksAgainWhereItIsThrottled() {
        server.throttlesOnce("acme", "busy", "sk-canary-late");

        gateway.run(
                context -> assertThat(read(context, reference("acme/busy"))).isEqualTo(Secret.of("sk-canary-late")));
    }

    /** There is no other way than the deprecated one to change the environment that the default chain looks at. */
    @SuppressWarnings("deprecation")
    @ParameterizedTest
    @CsvSource({KeyVaultServer.LOGIN + ", ''", KeyVaultServer.US_LOGIN + ", https://" + KeyVaultServer.US_LOGIN})
    void getsItsTokenByTheDefaultChain(String login, String authorityHost) {
        server.givesTokensFor("app-of-" + login, "sk-canary-app", login);
        Configuration environment = Configuration.getGlobalConfiguration();
        environment.put(Configuration.PROPERTY_AZURE_TENANT_ID, KeyVaultServer.TENANT);
        environment.put(Configuration.PROPERTY_AZURE_CLIENT_ID, "app-of-" + login);
        environment.put(Configuration.PROPERTY_AZURE_CLIENT_SECRET, "sk-canary-app");
        try {
            GatewaySecrets.gateway()
                    .withPropertyValues("byok.secrets.azure.authority-host=" + authorityHost)
                    .withBean(HttpClient.class, () -> client)
                    .run(context ->
                            assertThat(read(context, reference("acme/openai"))).isEqualTo(Secret.of("sk-canary-text")));
        } finally {
            environment.remove(Configuration.PROPERTY_AZURE_TENANT_ID);
            environment.remove(Configuration.PROPERTY_AZURE_CLIENT_ID);
            environment.remove(Configuration.PROPERTY_AZURE_CLIENT_SECRET);
        }
    }

    @Test
    void saysThatItGetsNoToken() {
        GatewaySecrets.gateway()
                .withBean(HttpClient.class, () -> client)
                .withBean(
                        TokenCredential.class,
                        () -> request -> Mono.error(new ClientAuthenticationException("quotes sk-canary", null)))
                .run(context -> assertThat(failure(context, reference("acme/openai")))
                        .isInstanceOf(SecretUnavailableException.class)
                        .hasNoCause()
                        .hasMessageStartingWith(
                                "secret azure-kv:acme/openai: the gateway gets no Azure token: give it a managed or a")
                        .hasMessageNotContaining("canary"));
    }

    @Test
    void saysThatThereIsNoSuchVault() {
        GatewaySecrets.gateway()
                .withPropertyValues("byok.secrets.azure.vault-suffix=vault.invalid")
                .withBean(TokenCredential.class, () -> CREDENTIAL)
                .run(context -> assertUnavailable(
                        failure(context, reference("acme/openai")),
                        "acme/openai",
                        "acme.vault.invalid cannot be reached: check the vault's name and the network"));
    }

    @Test
    void saysThatThereIsNoHttpClient() {
        AzureVaults vaults = new AzureVaults("vault.azure.net", AzureSecretResolverTests::none, () -> CREDENTIAL);

        StepVerifier.create(new AzureSecretResolver(vaults).resolve(reference("acme/openai")))
                .verifyErrorMessage("secret azure-kv:acme/openai: Azure's client has no HTTP client: add"
                        + " com.azure:azure-core-http-jdk-httpclient");
    }

    @Test
    void refusesAReferenceThatNamesNoVaultOrNoSecret() {
        gateway.run(context -> {
            for (String location : new String[] {"acme", "/openai", "acme/"}) {
                assertUnavailable(failure(context, reference(location)), location, "not of the form vault/name");
            }
        });
    }

    @Test
    void eachVaultIsAPlaceOfItsOwn() {
        AzureVaults vaults = new AzureVaults("vault.azure.net", () -> client, () -> CREDENTIAL);
        AzureSecretResolver resolver = new AzureSecretResolver(vaults);

        assertThat(resolver.place(reference("acme/openai")))
                .isEqualTo(resolver.place(reference("acme/both", "key")))
                .isNotEqualTo(resolver.place(reference("globex/openai")));
        assertThat(resolver.place(reference("acme"))).isEmpty();
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotCome() {
        server.hangs("acme", "slow");
        ReadLimits limits = new ReadLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500));
        AzureVaults vaults = new AzureVaults("vault.azure.net", () -> client, () -> CREDENTIAL);

        StepVerifier.create(new AzureSecretResolver(vaults, limits).resolve(reference("acme/slow")))
                .verifyErrorMessage("secret azure-kv:acme/slow: acme.vault.azure.net did not answer in time");
    }

    @Test
    void needsNoCredentialsUntilItIsAsked() {
        GatewaySecrets.gateway()
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AzureSecretResolver.class));
    }

    @Test
    void neitherItNorTheClientLogsAValue() {
        try (EverythingLogged log = new EverythingLogged()) {
            gateway.run(context -> read(context, reference("acme/openai")));

            assertThat(log.text())
                    .contains("com.azure")
                    .doesNotContain("canary")
                    .doesNotContain("restricted")
                    .doesNotContain(
                            Base64.getEncoder().encodeToString("sk-canary-text".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void assertUnavailable(Throwable failure, String location, String reason) {
        assertThat(failure)
                .isInstanceOf(SecretUnavailableException.class)
                .hasNoCause()
                .hasMessage("secret azure-kv:" + location + ": " + reason);
    }

    /** As {@code HttpClient.createDefault()} where there is none. */
    private static HttpClient none() {
        throw new IllegalStateException("A request was made to load the default HttpClient provider");
    }

    private static SecretReference reference(String location) {
        return reference(location, null);
    }

    private static SecretReference reference(String location, @Nullable String field) {
        return new SecretReference("azure-kv", location, field);
    }
}

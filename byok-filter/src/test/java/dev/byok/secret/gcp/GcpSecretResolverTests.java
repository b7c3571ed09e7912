package dev.byok.secret.gcp;

import static dev.byok.secret.GatewaySecrets.failure;
import static dev.byok.secret.GatewaySecrets.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.UserCredentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import dev.byok.secret.EverythingLogged;
import dev.byok.secret.GatewaySecrets;
import dev.byok.secret.LazyClient;
import dev.byok.secret.ReadLimits;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

class GcpSecretResolverTests {

    private static final SecretManagerServer SERVER = new SecretManagerServer();

    private final ApplicationContextRunner gateway = gateway("valid");

    @BeforeAll
    static void start() throws IOException {
        SERVER.givesTokensFor("valid");
        SERVER.givesNoTokenFor("revoked");
        SERVER.holds("openai", "latest", "sk-canary-latest");
        SERVER.holds("openai", "7", "sk-canary-seven");
        loadClasses();
    }

    /** Which takes longer on a busy machine than a reading may. */
    private static void loadClasses() throws IOException {
        ReadLimits limits = new ReadLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (SecretManagerServiceClient client = GcpClients.create(SERVER.url(), credentials("valid"), limits)) {
            client.accessSecretVersion(SecretManagerServer.PROJECT + "/secrets/openai/versions/latest");
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void readsTheLatestVersionWithATokenOfItsCredentials() {
        gateway.run(context -> assertThat(read(context, reference("openai"))).isEqualTo(Secret.of("sk-canary-latest")));
    }

    @Test
    void readsTheVersionThatIsNamed() {
        gateway.run(
                context -> assertThat(read(context, reference("openai", "7"))).isEqualTo(Secret.of("sk-canary-seven")));
    }

    @Test
    void readsWhatAPolicyNames() {
        String secret = "gcp-sm:projects/acme-prod/secrets/openai";

        gateway.run(context -> {
            assertThat(read(context, GatewaySecrets.ofPolicy(secret, "gcp-sm:projects/acme-prod/**")))
                    .isEqualTo(Secret.of("sk-canary-latest"));
            assertThat(read(context, GatewaySecrets.ofPolicy(secret + "#7", "gcp-sm:projects/acme-prod/**")))
                    .isEqualTo(Secret.of("sk-canary-seven"));
        });
    }

    @Test
    void readsARotatedValueWhereTheOldOneIsRejected() {
        gateway.run(context -> {
            SERVER.holds("rotated", "latest", "sk-canary-old");
            Secret old = read(context, reference("rotated"));
            SERVER.holds("rotated", "latest", "sk-canary-new");

            StepVerifier.create(context.getBean(Secrets.class).reread(reference("rotated"), old))
                    .expectNext(Secret.of("sk-canary-new"))
                    .verifyComplete();
        });
    }

    @Test
    void refusesWhatWasDamagedOnItsWay() {
        SERVER.holds("damaged", "latest", "sk-canary-damaged", 4711);

        gateway.run(context -> assertUnavailable(
                failure(context, reference("damaged")),
                reference("damaged"),
                "it was damaged on its way: its checksum does not fit"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | NOT_FOUND           | Google has no such secret, or no version 3 of it
                    403 | PERMISSION_DENIED   | access denied, or there is no such project: the gateway's Google identity needs roles/secretmanager.secretAccessor on it, and the project the Secret Manager API
                    400 | FAILED_PRECONDITION | version 3 cannot be read: it is disabled or destroyed; enable it or name another
                    401 | UNAUTHENTICATED     | Google does not accept the gateway's own credentials
                    429 | RESOURCE_EXHAUSTED  | Google Secret Manager is asked too often (quota of the project)
                    500 | INTERNAL            | Google Secret Manager failed with INTERNAL
                    503 | UNAVAILABLE         | Google Secret Manager failed with UNAVAILABLE
                    504 | DEADLINE_EXCEEDED   | Google Secret Manager did not answer in time
                    """)
    void saysWhatARefusalMeans(int httpStatus, String status, String reason) {
        SERVER.refuses(status, "3", httpStatus, status);

        gateway.run(
                context -> assertUnavailable(failure(context, reference(status, "3")), reference(status, "3"), reason));
    }

    @Test
    void asksAgainWhereTheServiceIsBusy() {
        SERVER.refusesOnce("busy", 503, "UNAVAILABLE", "sk-canary-late");

        gateway.run(context -> assertThat(read(context, reference("busy"))).isEqualTo(Secret.of("sk-canary-late")));
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        gateway.withPropertyValues("byok.secrets.gcp.endpoint=" + GatewaySecrets.nobody())
                .run(context -> assertUnavailable(
                        failure(context, reference("openai")),
                        reference("openai"),
                        "Google Secret Manager cannot be reached: check the network and byok.secrets.gcp.endpoint"));
    }

    @Test
    void saysThatItGetsNoToken() {
        gateway("revoked")
                .run(context -> assertUnavailable(
                        failure(context, reference("openai")),
                        reference("openai"),
                        "Google gives the gateway no token: its credentials are wrong, or the token's source cannot be"
                                + " reached"));
    }

    /** A gateway may have the library for another reason, on a machine that is not Google's. */
    @Test
    void needsNoCredentialsUntilItIsAsked() {
        GatewaySecrets.gateway()
                .withBean(CredentialsProvider.class, () -> () -> {
                    throw new IOException("Your default credentials sk-canary were not found.");
                })
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertUnavailable(
                            failure(context, reference("openai")),
                            reference("openai"),
                            "the gateway has no Google credentials: give it a service account, or set"
                                    + " GOOGLE_APPLICATION_CREDENTIALS");
                });
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotCome() {
        SERVER.hangs("slow");
        ReadLimits limits = new ReadLimits(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));
        LazyClient<SecretManagerServiceClient> client = new LazyClient<>(
                () -> GcpClients.create(SERVER.url(), credentials("valid"), limits), SecretManagerServiceClient::close);

        try (GcpSecretResolver resolver = new GcpSecretResolver(client)) {
            StepVerifier.create(resolver.resolve(reference("slow")))
                    .verifyErrorMessage(
                            "secret " + reference("slow") + ": Google Secret Manager did not answer in time");
        }
    }

    @Test
    void usesTheHostsOwnClientAndLeavesItOpen() throws Exception {
        try (SecretManagerServiceClient host = GcpClients.create(SERVER.url(), credentials("valid"))) {
            LazyClient<SecretManagerServiceClient> client = LazyClient.ofHost(host);
            new GcpSecretResolver(client).close();

            GatewaySecrets.gateway()
                    .withBean(SecretManagerServiceClient.class, () -> host)
                    .run(context ->
                            assertThat(read(context, reference("openai"))).isEqualTo(Secret.of("sk-canary-latest")));
        }
    }

    @Test
    void neitherItNorTheClientLogsAValue() {
        try (EverythingLogged log = new EverythingLogged()) {
            gateway.run(context -> read(context, reference("openai")));

            assertThat(log.text())
                    .contains("com.google.api.gax")
                    .doesNotContain("canary")
                    .doesNotContain(
                            Base64.getEncoder().encodeToString("sk-canary-latest".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void isClosedWithItsContext() {
        gateway.run(context -> {
            GcpSecretResolver resolver = context.getBean(GcpSecretResolver.class);
            context.close();

            StepVerifier.create(resolver.resolve(reference("openai")))
                    .verifyErrorMessage(
                            "secret " + reference("openai") + ": there is no client of Google Secret Manager");
        });
    }

    private static void assertUnavailable(Throwable failure, SecretReference reference, String reason) {
        assertThat(failure)
                .isInstanceOf(SecretUnavailableException.class)
                .hasNoCause()
                .hasMessage("secret " + reference + ": " + reason);
    }

    private static ApplicationContextRunner gateway(String refreshToken) {
        return GatewaySecrets.gateway()
                .withPropertyValues("byok.secrets.gcp.endpoint=" + SERVER.url())
                .withBean(CredentialsProvider.class, () -> credentials(refreshToken));
    }

    private static CredentialsProvider credentials(String refreshToken) {
        return FixedCredentialsProvider.create(UserCredentials.newBuilder()
                .setClientId("client")
                .setClientSecret("client-secret")
                .setRefreshToken(refreshToken)
                .setTokenServerUri(SERVER.tokenUrl())
                .build());
    }

    private static SecretReference reference(String secret) {
        return reference(secret, null);
    }

    private static SecretReference reference(String secret, @Nullable String version) {
        return new SecretReference("gcp-sm", SecretManagerServer.PROJECT + "/secrets/" + secret, version);
    }
}

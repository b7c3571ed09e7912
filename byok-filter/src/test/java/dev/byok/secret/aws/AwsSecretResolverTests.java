package dev.byok.secret.aws;

import static dev.byok.secret.GatewaySecrets.failure;
import static dev.byok.secret.GatewaySecrets.gateway;
import static dev.byok.secret.GatewaySecrets.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.byok.secret.EverythingLogged;
import dev.byok.secret.GatewaySecrets;
import dev.byok.secret.LazyClient;
import dev.byok.secret.ReadLimits;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerServiceClientConfiguration;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

class AwsSecretResolverTests {

    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider.create(
            AwsBasicCredentials.create(SecretsManagerServer.ACCESS_KEY, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

    private static final SecretsManagerServer SERVER = new SecretsManagerServer();

    private final ApplicationContextRunner gateway = gateway()
            .withPropertyValues(
                    "byok.secrets.aws.region=" + SecretsManagerServer.REGION,
                    "byok.secrets.aws.endpoint=" + SERVER.url())
            .withBean(AwsCredentialsProvider.class, () -> CREDENTIALS);

    @BeforeAll
    static void start() {
        SERVER.holds("acme/openai", "sk-canary-text");
        SERVER.holds("acme/both", "{\"user\":\"acme\",\"key\":\"sk-canary-field\"}");
        SERVER.holdsBytes("acme/bytes", "sk-canary-bytes");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void readsTheCurrentValueWithASignedRequest() {
        gateway.run(
                context -> assertThat(read(context, reference("acme/openai"))).isEqualTo(Secret.of("sk-canary-text")));
    }

    @Test
    void readsWhatAPolicyNames() {
        gateway.run(context -> {
            assertThat(read(context, GatewaySecrets.ofPolicy("aws-sm:acme/openai", "aws-sm:acme/*")))
                    .isEqualTo(Secret.of("sk-canary-text"));
            assertThat(read(context, GatewaySecrets.ofPolicy("aws-sm:acme/both#key", "aws-sm:acme/*")))
                    .isEqualTo(Secret.of("sk-canary-field"));
        });
    }

    @Test
    void readsAFieldOfAJsonObject() {
        gateway.run(context -> {
            assertThat(read(context, reference("acme/both", "key"))).isEqualTo(Secret.of("sk-canary-field"));
            assertThat(failure(context, reference("acme/both", "none")))
                    .hasMessage("secret aws-sm:acme/both#none: there is no such field");
        });
    }

    @Test
    void readsBytes() {
        gateway.run(
                context -> assertThat(read(context, reference("acme/bytes"))).isEqualTo(Secret.of("sk-canary-bytes")));
    }

    @Test
    void readsARotatedValueWhereTheOldOneIsRejected() {
        gateway.run(context -> {
            SERVER.holds("acme/rotated", "sk-canary-old");
            Secret old = read(context, reference("acme/rotated"));
            SERVER.holds("acme/rotated", "sk-canary-new");

            StepVerifier.create(context.getBean(Secrets.class).reread(reference("acme/rotated"), old))
                    .expectNext(Secret.of("sk-canary-new"))
                    .verifyComplete();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | ResourceNotFoundException     | AWS Secrets Manager in eu-central-1 has no such secret, or no current value of it
                    400 | AccessDeniedException         | access denied: the gateway's AWS identity needs secretsmanager:GetSecretValue on it, and kms:Decrypt on a key of the account's own
                    400 | DecryptionFailure             | AWS cannot decrypt it: its KMS key must be enabled, and the gateway's identity needs kms:Decrypt on it
                    400 | InvalidRequestException       | it is marked for deletion: restore it or name another
                    400 | InvalidParameterException     | not a name that AWS Secrets Manager takes
                    400 | ThrottlingException           | AWS Secrets Manager is asked too often (throttled)
                    400 | UnrecognizedClientException   | AWS does not accept the gateway's own credentials: they are wrong or have expired
                    400 | ExpiredTokenException         | AWS does not accept the gateway's own credentials: they are wrong or have expired
                    403 | RequestExpired                | AWS refuses the time of the request: check this machine's clock
                    500 | InternalServiceError          | AWS answered with HTTP status 500
                    400 | com.amazonaws#NewlyInvented   | AWS answered with HTTP status 400
                    """)
    void saysWhatARefusalMeans(int status, String code, String reason) {
        String name = "acme/" + code.replaceAll("[^A-Za-z]", "");
        SERVER.refuses(name, status, code);

        gateway.run(context -> assertUnavailable(failure(context, reference(name)), name, reason));
    }

    @Test
    void asksAgainWhereItIsThrottled() {
        SERVER.refusesOnce("acme/busy", 400, "ThrottlingException", "sk-canary-late");

        gateway.run(
                context -> assertThat(read(context, reference("acme/busy"))).isEqualTo(Secret.of("sk-canary-late")));
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        gateway.withPropertyValues("byok.secrets.aws.endpoint=" + GatewaySecrets.nobody())
                .run(context -> assertUnavailable(
                        failure(context, reference("acme/openai")),
                        "acme/openai",
                        "AWS Secrets Manager in eu-central-1 cannot be reached: check the region and the network"));
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotCome() {
        SERVER.hangs("acme/slow");
        ReadLimits limits = new ReadLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300));
        LazyClient<AwsClient> client = new LazyClient<>(
                () -> AwsClient.create(SecretsManagerServer.REGION, URI.create(SERVER.url()), CREDENTIALS),
                AwsClient::close);

        try (AwsSecretResolver resolver = new AwsSecretResolver(client, limits)) {
            StepVerifier.create(resolver.resolve(reference("acme/slow")))
                    .verifyErrorMessage(
                            "secret aws-sm:acme/slow: AWS Secrets Manager in eu-central-1 did not answer in time");
        }
    }

    @Test
    void saysThatThereAreNoCredentials() {
        gateway()
                .withPropertyValues(
                        "byok.secrets.aws.region=" + SecretsManagerServer.REGION,
                        "byok.secrets.aws.endpoint=" + SERVER.url())
                .withBean(AwsCredentialsProvider.class, () -> () -> {
                    throw SdkClientException.create("Unable to load sk-canary from any of the providers");
                })
                .run(context -> assertUnavailable(
                        failure(context, reference("acme/openai")),
                        "acme/openai",
                        "the gateway has no AWS credentials: give it a role, or those of the AWS SDK's default chain"));
    }

    @Test
    void usesTheDefaultChainOfTheSdk() {
        gateway()
                .withPropertyValues("byok.secrets.aws.endpoint=" + SERVER.url())
                .withSystemProperties(
                        "aws.accessKeyId=" + SecretsManagerServer.ACCESS_KEY,
                        "aws.secretAccessKey=secret",
                        "aws.region=" + SecretsManagerServer.REGION)
                .run(context ->
                        assertThat(read(context, reference("acme/openai"))).isEqualTo(Secret.of("sk-canary-text")));
    }

    /** A gateway may have the library for another reason, on a machine that is not AWS's. */
    @Test
    void needsNeitherRegionNorCredentialsUntilItIsAsked() {
        assumeThat(System.getenv("AWS_REGION")).isNull();
        gateway()
                .withSystemProperties(
                        "aws.disableEc2Metadata=true", "aws.configFile=/none", "aws.sharedCredentialsFile=/none")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertUnavailable(
                            failure(context, reference("acme/openai")),
                            "acme/openai",
                            "no AWS region is known: set byok.secrets.aws.region or AWS_REGION; or the SDK has no HTTP"
                                    + " client: add software.amazon.awssdk:url-connection-client");
                });
    }

    @Test
    void usesTheHostsOwnClient() {
        try (SecretsManagerClient host = client()) {
            gateway().withBean(SecretsManagerClient.class, () -> host).run(context -> assertThat(
                            read(context, reference("acme/openai")))
                    .isEqualTo(Secret.of("sk-canary-text")));
        }
    }

    @Test
    void usesTheHostsOwnAsynchronousClient() {
        SERVER.refuses("acme/forbidden", 400, "AccessDeniedException");
        try (SecretsManagerClient host = client()) {
            gateway()
                    .withBean(SecretsManagerAsyncClient.class, () -> new Asynchronous(host))
                    .run(context -> {
                        assertThat(read(context, reference("acme/openai"))).isEqualTo(Secret.of("sk-canary-text"));
                        assertThat(failure(context, reference("acme/forbidden")))
                                .hasMessageContaining("access denied: ");
                    });
        }
    }

    @Test
    void neitherItNorTheSdkLogsAValue() {
        try (EverythingLogged log = new EverythingLogged()) {
            gateway.run(context -> read(context, reference("acme/openai")));

            assertThat(log.text())
                    .contains("software.amazon.awssdk")
                    .doesNotContain("canary")
                    .doesNotContain(
                            Base64.getEncoder().encodeToString("sk-canary-text".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void isClosedWithItsContext() {
        gateway.run(context -> {
            AwsSecretResolver resolver = context.getBean(AwsSecretResolver.class);
            context.close();

            StepVerifier.create(resolver.resolve(reference("acme/openai")))
                    .verifyErrorMessage("secret aws-sm:acme/openai: there is no client of AWS Secrets Manager");
        });
    }

    private static void assertUnavailable(Throwable failure, String name, String reason) {
        assertThat(failure)
                .isInstanceOf(SecretUnavailableException.class)
                .hasNoCause()
                .hasMessage("secret aws-sm:" + name + ": " + reason);
    }

    private static SecretsManagerClient client() {
        return SecretsManagerClient.builder()
                .region(Region.of(SecretsManagerServer.REGION))
                .endpointOverride(URI.create(SERVER.url()))
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    private static SecretReference reference(String name) {
        return reference(name, null);
    }

    private static SecretReference reference(String name, @Nullable String field) {
        return new SecretReference("aws-sm", name, field);
    }

    /** The part of an asynchronous client that is used, over the SDK's other one. */
    private record Asynchronous(SecretsManagerClient client) implements SecretsManagerAsyncClient {

        @Override
        public CompletableFuture<GetSecretValueResponse> getSecretValue(GetSecretValueRequest request) {
            return CompletableFuture.supplyAsync(() -> client.getSecretValue(request));
        }

        @Override
        public SecretsManagerServiceClientConfiguration serviceClientConfiguration() {
            return client.serviceClientConfiguration();
        }

        @Override
        public String serviceName() {
            return client.serviceName();
        }

        @Override
        public void close() {}
    }
}

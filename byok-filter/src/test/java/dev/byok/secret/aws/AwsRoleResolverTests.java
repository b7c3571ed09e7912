package dev.byok.secret.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.byok.secret.GatewaySecrets.failure;
import static dev.byok.secret.GatewaySecrets.gateway;
import static dev.byok.secret.GatewaySecrets.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.byok.aws.AwsCredentials;
import dev.byok.secret.SecretReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/** Credentials that AWS gives for a while: of a role, and the gateway's own. */
class AwsRoleResolverTests {

    private static final WireMockServer STS =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static final SecretReference ROLE =
            new SecretReference("aws-role", "arn:aws:iam::123456789012:role/acme/byok", "acme-7");

    private final ApplicationContextRunner gateway = gateway()
            .withPropertyValues(
                    "byok.secrets.aws.region=eu-central-1",
                    "byok.secrets.aws.sts-endpoint=http://localhost:" + STS.port(),
                    "byok.secrets.aws.session-name=acme-gateway")
            .withBean(
                    AwsCredentialsProvider.class,
                    () -> StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDGATEWAY", "own-secret")));

    @BeforeAll
    static void start() {
        STS.start();
    }

    @AfterAll
    static void stop() {
        STS.stop();
    }

    @BeforeEach
    void forget() {
        STS.resetAll();
    }

    private static void gives(int status, String body) {
        STS.stubFor(post(urlEqualTo("/"))
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("content-type", "text/xml")
                        .withBody(body)));
    }

    private static String role(Instant until) {
        return """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/byok/acme-gateway</Arn>
                <AssumedRoleId>AROA:acme-gateway</AssumedRoleId></AssumedRoleUser>
                <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
                <SessionToken>role-token</SessionToken><Expiration>%s</Expiration></Credentials>
                </AssumeRoleResult></AssumeRoleResponse>""".formatted(until.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void takesARoleForASession() {
        gives(200, role(Instant.now().plus(1, ChronoUnit.HOURS)));

        gateway.run(context -> {
            assertThat(AwsCredentials.in(read(context, ROLE)))
                    .isEqualTo(AwsCredentials.of("ASIAROLE", "role-secret", "role-token"));
        });

        STS.verify(
                1,
                postRequestedFor(urlEqualTo("/"))
                        .withRequestBody(containing("Action=AssumeRole"))
                        .withRequestBody(containing("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Facme%2Fbyok"))
                        .withRequestBody(containing("RoleSessionName=acme-gateway"))
                        .withRequestBody(containing("ExternalId=acme-7"))
                        .withRequestBody(containing("DurationSeconds=3600"))
                        .withHeader("authorization", containing("Credential=AKIDGATEWAY/")));
    }

    /** What was taken may have been revoked: who asks again is not given the same. */
    @Test
    void takesItAnewEachTime() {
        gives(200, role(Instant.now().plus(1, ChronoUnit.HOURS)));

        gateway.run(context -> {
            AwsRoleResolver resolver = context.getBean(AwsRoleResolver.class);
            assertThat(resolver.resolve(ROLE).block(Duration.ofSeconds(10))).isNotNull();
            assertThat(resolver.resolve(ROLE).block(Duration.ofSeconds(10))).isNotNull();
        });

        STS.verify(2, postRequestedFor(urlEqualTo("/")).withRequestBody(containing("Action=AssumeRole")));
    }

    @Test
    void saysThatTheRoleIsRefused() {
        gives(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no role-secret</Message></Error></ErrorResponse>");

        gateway.run(context -> assertThat(failure(context, ROLE).getMessage())
                .contains("AWS does not give the gateway the role", "external id")
                .doesNotContain("role-secret"));
    }

    @Test
    void givesTheGatewaysOwn() {
        gateway.run(context -> assertThat(
                        AwsCredentials.in(read(context, new SecretReference("aws-identity", "default", null))))
                .isEqualTo(AwsCredentials.of("AKIDGATEWAY", "own-secret", null)));
    }

    @Test
    void namesTheLibraryThatIsMissing() {
        gateway.withClassLoader(new FilteredClassLoader(StsClient.class))
                .run(context -> assertThat(context).doesNotHaveBean(AwsRoleResolver.class));
    }
}

package dev.byok.secret.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.byok.secret.GatewaySecrets.failure;
import static dev.byok.secret.GatewaySecrets.gateway;
import static dev.byok.secret.GatewaySecrets.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.byok.aws.AwsCredentials;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.Secrets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/** A role that is taken with the keys that stand beside it in a secret. */
class AwsKeyRolesTests {

    private static final WireMockServer STS =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static final SecretReference SECRET = new SecretReference("safe", "acme/bedrock", null);
    private static final String KEYS = "\"accessKeyId\":\"AKIDKEYS\",\"secretAccessKey\":\"canary-of-the-keys\"";
    private static final String ROLE = "\"roleArn\":\"arn:aws:iam::123456789012:role/acme/byok\"";

    private final ApplicationContextRunner gateway = gateway()
            .withPropertyValues(
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

    private ApplicationContextRunner holding(String json) {
        return gateway.withBean(SecretResolver.class, () -> new SecretResolver() {
            @Override
            public String scheme() {
                return SECRET.scheme();
            }

            @Override
            public Mono<Secret> resolve(SecretReference reference) {
                return Mono.just(Secret.of(json));
            }
        });
    }

    private static void gives(String... accessKeyIds) {
        String state = Scenario.STARTED;
        for (String id : accessKeyIds) {
            STS.stubFor(post(urlEqualTo("/"))
                    .inScenario("sessions")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(id)
                    .willReturn(
                            aResponse().withHeader("content-type", "text/xml").withBody("""
                            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
                            <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
                            <SessionToken>role-token</SessionToken><Expiration>2036-01-01T00:00:00Z</Expiration></Credentials>
                            </AssumeRoleResult></AssumeRoleResponse>""".formatted(id))));
            state = id;
        }
    }

    private static AwsCredentials session(String accessKeyId) {
        return AwsCredentials.of(accessKeyId, "role-secret", "role-token");
    }

    @Test
    void isTakenByTheKeysAndNotByTheGateway() {
        gives("ASIAROLE");

        holding("{" + KEYS + "," + ROLE + ",\"externalId\":\"acme-7\",\"region\":\"eu-west-1\"}")
                .run(context -> assertThat(AwsCredentials.in(read(context, SECRET)))
                        .isEqualTo(session("ASIAROLE").onlyIn("eu-west-1")));

        STS.verify(
                1,
                postRequestedFor(urlEqualTo("/"))
                        .withRequestBody(containing("Action=AssumeRole"))
                        .withRequestBody(containing("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Facme%2Fbyok"))
                        .withRequestBody(containing("RoleSessionName=acme-gateway"))
                        .withRequestBody(containing("ExternalId=acme-7"))
                        .withRequestBody(containing("DurationSeconds=3600"))
                        .withHeader("authorization", containing("Credential=AKIDKEYS/"))
                        .withHeader("authorization", containing("/eu-west-1/sts/"))
                        .withoutHeader("x-amz-security-token"));
    }

    @Test
    void isTakenWithASessionInTheGatewaysRegionWhereTheSecretNamesNone() {
        gives("ASIAROLE");

        holding("{" + KEYS + "," + ROLE + ",\"sessionToken\":\"session-of-the-keys\"}")
                .withPropertyValues("byok.secrets.aws.region=eu-central-1")
                .run(context ->
                        assertThat(AwsCredentials.in(read(context, SECRET))).isEqualTo(session("ASIAROLE")));

        STS.verify(
                1,
                postRequestedFor(urlEqualTo("/"))
                        .withRequestBody(notContaining("ExternalId"))
                        .withHeader("authorization", containing("/eu-central-1/sts/"))
                        .withHeader("x-amz-security-token", equalTo("session-of-the-keys")));
    }

    /** What stands at another endpoint than the region's is where that is. */
    @Test
    void isAskedForInTheRegionThatIsSetBesideAnEndpoint() {
        gives("ASIAROLE");

        holding("{" + KEYS + "," + ROLE + ",\"region\":\"us-east-1\"}")
                .withPropertyValues("byok.secrets.aws.region=eu-central-1")
                .run(context -> assertThat(
                                AwsCredentials.in(read(context, SECRET)).region())
                        .isEqualTo("us-east-1"));

        STS.verify(1, postRequestedFor(urlEqualTo("/")).withHeader("authorization", containing("/eu-central-1/sts/")));
    }

    /** A role that has been refused may have been taken away, and given back. */
    @Test
    void isTakenAnewWhereWhatItGaveIsRejectedAndForgottenWithThePolicy() {
        gives("ASIAFIRST", "ASIASECOND", "ASIATHIRD");

        holding("{" + KEYS + "," + ROLE + ",\"region\":\"eu-west-1\"}").run(context -> {
            Secrets secrets = context.getBean(Secrets.class);
            Secret first = read(context, SECRET);
            Secret second = secrets.reread(SECRET, first)
                    .subscribeOn(Schedulers.parallel())
                    .block(Duration.ofSeconds(10));
            assertThat(second)
                    .isEqualTo(session("ASIASECOND").onlyIn("eu-west-1").toSecret());
            assertThat(read(context, SECRET)).isEqualTo(second);

            secrets.retainOnly(List.of());

            assertThat(secrets.peek(SECRET)).isNull();
            assertThat(read(context, SECRET))
                    .isEqualTo(session("ASIATHIRD").onlyIn("eu-west-1").toSecret());
        });
    }

    @Test
    void isRefusedWithoutAWordOfTheSecret() {
        STS.stubFor(
                post(urlEqualTo("/"))
                        .willReturn(
                                aResponse()
                                        .withStatus(403)
                                        .withBody(
                                                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>AKIDKEYS may not</Message></Error></ErrorResponse>")));

        holding("{" + KEYS + "," + ROLE + ",\"region\":\"eu-west-1\"}")
                .run(context -> assertThat(failure(context, SECRET).getMessage())
                        .contains("AWS does not give these keys the role", "external id")
                        .doesNotContain("AKIDKEYS", "canary"));
    }

    @Test
    void isNotSaidToBeRefusedWhereStsIsDown() {
        STS.stubFor(post(urlEqualTo("/"))
                .willReturn(aResponse()
                        .withStatus(503)
                        .withBody("<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>")));

        holding("{" + KEYS + "," + ROLE + ",\"region\":\"eu-west-1\"}")
                .run(context -> assertThat(failure(context, SECRET).getMessage())
                        .doesNotContain("trust policy", "AKIDKEYS", "canary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + KEYS + "}",
                "{" + KEYS + ",\"externalId\":\"acme-7\"}",
                "{" + KEYS + ",\"roleArn\":\"nonsense\"}",
                "{\"accessKeyId\":\"AKIDKEYS\"," + ROLE + "}",
                "{\"type\":\"service_account\"}",
                "{not json",
                "sk-plain"
            })
    void isNotTakenWhereASecretNamesNoneOrMakesNoSense(String value) {
        gives("ASIAROLE");

        holding(value).run(context -> assertThat(read(context, SECRET)).isEqualTo(Secret.of(value)));

        STS.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void isNotTakenWithoutTheLibrary() {
        String value = "{" + KEYS + "," + ROLE + "}";

        holding(value)
                .withClassLoader(new FilteredClassLoader(StsClient.class))
                .run(context -> assertThat(read(context, SECRET)).isEqualTo(Secret.of(value)));
    }
}

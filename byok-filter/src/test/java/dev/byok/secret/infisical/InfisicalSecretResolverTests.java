package dev.byok.secret.infisical;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.byok.secret.GatewaySecrets.failure;
import static dev.byok.secret.GatewaySecrets.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.secret.EverythingLogged;
import dev.byok.secret.GatewaySecrets;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import dev.byok.secret.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** From a host's properties to an Infisical that speaks its own protocol. */
class InfisicalSecretResolverTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SecretReference REFERENCE = reference("acme/openai", "MAIN");

    private final FakeInfisical infisical = new FakeInfisical();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @BeforeEach
    void holdsASecret() {
        infisical.takesUniversal("opened", 7200).holds("/acme/openai", "MAIN", "sk-main");
    }

    @AfterEach
    void stop() {
        infisical.close();
    }

    @Test
    void readsTheSharedSecretOfItsFolder() {
        gateway().run(context -> {
            assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-main"));

            assertThat(infisical.paths())
                    .containsExactly("POST /api/v1/auth/universal-auth/login", "GET /api/v3/secrets/raw/MAIN");
        });
        infisical
                .server()
                .verify(
                        1,
                        postRequestedFor(urlPathEqualTo("/api/v1/auth/universal-auth/login"))
                                .withHeader("Authorization", absent()));
    }

    @Test
    void readsWhatAPolicyNames() {
        gateway().run(context -> assertThat(
                        read(context, GatewaySecrets.ofPolicy("infisical:acme/openai#MAIN", "infisical:acme/**")))
                .isEqualTo(Secret.of("sk-main")));
    }

    @Test
    void logsInOnceForAllWhoRead() {
        List<SecretReference> references = IntStream.range(0, 20)
                .mapToObj(i -> reference("acme", "KEY_" + i))
                .toList();
        references.forEach(reference -> infisical.holds("/acme", "" + reference.field(), "sk-" + reference.field()));

        gateway().run(context -> StepVerifier.create(Flux.fromIterable(references)
                        .flatMap(context.getBean(Secrets.class)::get, references.size())
                        .collectList())
                .assertNext(secrets -> assertThat(secrets).hasSize(20).doesNotHaveDuplicates())
                .expectComplete()
                .verify(PATIENCE));

        assertThat(infisical.logins()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api", "/api/"})
    void findsTheApiBelowTheSite(String written) {
        gateway("site-url=" + infisical.url() + written)
                .run(context -> assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-main")));
    }

    @Test
    void trustsWhatTheHostsBundleTrusts() throws Exception {
        ServerCertificate.make(at("server.p12"), "ip:127.0.0.1");
        try (FakeInfisical secured = new FakeInfisical(at("server.p12"))) {
            secured.takesUniversal("opened", 7200).holds("/acme/openai", "MAIN", "sk-tls");
            ApplicationContextRunner host = gateway("site-url=" + secured.tlsUrl())
                    .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                    .withPropertyValues(
                            "spring.ssl.bundle.jks.own.truststore.location=file:" + at("server.p12"),
                            "spring.ssl.bundle.jks.own.truststore.password=" + ServerCertificate.PASSWORD,
                            "spring.ssl.bundle.jks.own.truststore.type=PKCS12");

            host.withPropertyValues("byok.secrets.infisical.ssl-bundle=own")
                    .run(context -> assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-tls")));
            host.run(context ->
                    assertThat(failure(context, REFERENCE)).hasMessageContaining("Infisical cannot be reached"));
        }
    }

    @Test
    void logsInByServiceAccount() throws IOException {
        infisical.takes("kubernetes-auth", "{\"identityId\":\"i-1\",\"jwt\":\"eyJ.pod\"}", 7200);
        file("jwt", "eyJ.pod");

        gateway("authentication=kubernetes", "kubernetes.identity-id=i-1", "kubernetes.token-file=" + at("jwt"))
                .run(context -> assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-main")));
    }

    @Test
    void usesATokenItIsGivenAndFindsItsSuccessorInTheFile() throws IOException {
        file("token", "eyJ.first");

        gateway("authentication=token", "token=file:" + at("token")).run(context -> {
            Secret old = read(context, REFERENCE);
            infisical.knows("eyJ.second").holds("/acme/openai", "MAIN", "sk-rotated");
            file("token", "eyJ.second");

            assertThat(old).isEqualTo(Secret.of("sk-main"));
            assertReread(context.getBean(Secrets.class), old, "sk-rotated");
        });

        assertThat(infisical.paths()).noneMatch(path -> path.startsWith("POST"));
    }

    @Test
    void saysThatATokenItIsGivenIsNoLongerGood() throws IOException {
        file("token", "eyJ.old");

        gateway("authentication=token", "token=file:" + at("token"))
                .run(context -> assertFails(
                        failure(context, REFERENCE), "Infisical does not take the gateway's access token (401)"));

        assertThat(infisical.paths()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"401, UnauthorizedError", "403, TokenError"})
    void logsInAnewOnceATokenIsNoLongerTaken(int status, String error) {
        gateway().run(context -> {
            Secret old = read(context, REFERENCE);
            infisical.knows("eyJ.second").holds("/acme/openai", "MAIN", "sk-rotated");
            infisical.takesUniversal("opened", 7200).rejectsOtherTokens(status, error);

            assertReread(context.getBean(Secrets.class), old, "sk-rotated");
        });

        assertThat(infisical.logins()).isEqualTo(2);
    }

    @Test
    void givesUpWhereANewTokenIsNotTakenEither() {
        infisical.answers("/acme/openai", "MAIN", FakeInfisical.error(401, "UnauthorizedError", "canary"));

        gateway()
                .run(context -> assertFails(
                        failure(context, REFERENCE), "Infisical does not take the gateway's access token (401)"));
    }

    @Test
    void readsARotatedValueWhereTheOldOneIsRejected() {
        gateway().run(context -> {
            Secret old = read(context, REFERENCE);
            infisical.holds("/acme/openai", "MAIN", "sk-rotated");

            assertReread(context.getBean(Secrets.class), old, "sk-rotated");
        });

        assertThat(infisical.logins()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    403 | PermissionDenied    | access denied (403): the gateway's machine identity must be allowed to read secrets of this folder, in the project and the environment that are set
                    404 | NotFound            | there is no such secret (404), or no such folder, or not the project or environment that is set
                    429 | RateLimitExceeded   | Infisical is asked too often (429)
                    500 | InternalServerError | Infisical answered 500
                    503 | InternalServerError | Infisical answered 503
                    """)
    void saysWhatARefusalMeans(int status, String error, String reason) {
        infisical.answers("/acme/openai", "MAIN", FakeInfisical.error(status, error, "canary"));

        gateway().run(context -> assertFails(failure(context, REFERENCE), reason));
    }

    @Test
    void doesNotTakeWhatIsElsewhere() {
        infisical.holds("/globex/openai", "OTHER", "sk-other").holds("/acme", "OTHER", "sk-other");

        gateway().run(context -> assertThat(failure(context, reference("acme/openai", "OTHER")))
                .hasMessageContaining("there is no such secret (404)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{\"secret\":{\"secretKey\":\"MAIN\",\"secretValue\":\"sk-canary",
                "{\"secret\":{\"secretKey\":\"MAIN\"}}",
                "{\"secret\":{\"secretKey\":\"MAIN\",\"secretValue\":{\"canary\":1}}}",
                "{\"secret\":\"canary\"}",
                "[\"canary\"]",
                "<!doctype html><title>canary</title>"
            })
    void saysThatAnAnswerIsNotInfisicals(String body) {
        infisical.answers("/acme/openai", "MAIN", ok(body));

        gateway()
                .run(context -> assertFails(
                        failure(context, REFERENCE),
                        "what answers at byok.secrets.infisical.site-url is not Infisical's API"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "secretValue":"<hidden-by-infisical>","secretValueHidden":true | its value is hidden from the gateway's machine identity, which may only see that it exists
                    "secretValue":"${prod.globex.CANARY}" | its value refers to another secret, and such references are not followed
                    "secretValue":"sk-${CANARY}-1" | its value refers to another secret, and such references are not followed
                    "secretValue":"" | the secret is empty
                    "secretValue":"canary\\ncanary" | the secret holds a line break, a control character or a character outside ASCII
                    """)
    void saysWhyAValueIsOfNoUse(String fields, String reason) {
        infisical.tells("/acme/openai", "MAIN", fields);

        gateway().run(context -> assertFails(failure(context, REFERENCE), reason));
    }

    /** As those of an Infisical that is older than values can be hidden. */
    @Test
    void takesAnAnswerThatDoesNotSayWhetherItsValueIsHidden() {
        infisical.tells("/acme/openai", "MAIN", "\"secretValue\":\"sk-$main{1}\"");

        gateway().run(context -> assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-$main{1}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | the login to Infisical was refused (400): what the gateway logs in with is wrong, has expired or is locked for some minutes
                    401 | the login to Infisical was refused (401): what the gateway logs in with is wrong, has expired or is locked for some minutes
                    403 | the login to Infisical was refused (403): what the gateway logs in with is wrong, has expired or is locked for some minutes
                    429 | the login to Infisical failed: Infisical is asked too often (429)
                    502 | the login to Infisical failed: Infisical answered 502
                    """)
    void saysWhatCameOfTheLogin(int status, String reason) {
        infisical.answersLogins(FakeInfisical.error(status, "Error", "canary"));

        gateway().run(context -> assertFails(failure(context, REFERENCE), reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"accessToken\":\"eyJ.canary",
                "{\"accessToken\":7,\"expiresIn\":7200}",
                "{\"accessToken\":\"\",\"expiresIn\":7200}",
                "{\"accessToken\":\"eyJ.canary\\n\\n\",\"expiresIn\":7200}",
                "<html>"
            })
    void saysThatTheAnswerToALoginIsNotInfisicals(String body) {
        infisical.answersLogins(ok(body));

        gateway()
                .run(context -> assertFails(
                        failure(context, REFERENCE),
                        "the login to Infisical failed: what answers at byok.secrets.infisical.site-url is not"
                                + " Infisical's API"));
    }

    /** Infisical would lock the identity. */
    @Test
    void doesNotRepeatARefusedLoginUntilItsCredentialIsAnother() throws IOException {
        file("secret", "wrong");

        gateway("client-secret=file:" + at("secret")).run(context -> {
            for (String name : new String[] {"A", "B", "C", "D"}) {
                assertThat(failure(context, reference("acme", name))).hasMessageContaining("was refused (401)");
            }
            assertThat(infisical.logins()).isEqualTo(1);

            file("secret", "opened");
            assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-main"));
        });
    }

    @Test
    void sendsNothingWhereARedirectLeads() {
        infisical.answersLogins(temporaryRedirect(infisical.url() + "/elsewhere"));

        gateway()
                .run(context -> assertFails(
                        failure(context, REFERENCE), "the login to Infisical failed: Infisical answered 302"));

        assertThat(infisical.paths()).containsExactly("POST /api/v1/auth/universal-auth/login");
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotCome() {
        infisical.answers("/acme/openai", "MAIN", okJson("{}").withFixedDelay(60_000));

        gateway("read-timeout=1s")
                .run(context -> assertFails(failure(context, REFERENCE), "Infisical did not answer in time"));
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotEnd() {
        infisical.answers("/acme/openai", "MAIN", okJson("{\"canary\":1}").withChunkedDribbleDelay(10, 60_000));

        gateway("read-timeout=1s").run(context -> assertThat(failure(context, REFERENCE))
                .isInstanceOf(SecretUnavailableException.class)
                .hasNoCause()
                .hasMessageStartingWith("secret infisical:acme/openai#MAIN: Infisical "));
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        gateway("site-url=" + GatewaySecrets.nobody())
                .run(context -> assertFails(
                        failure(context, REFERENCE),
                        "the login to Infisical failed: Infisical cannot be reached: check"
                                + " byok.secrets.infisical.site-url and the network"));
    }

    @Test
    void saysThatWhatOpensInfisicalCannotBeRead() {
        gateway("client-secret=file:" + at("lost"))
                .run(context -> assertFails(
                        failure(context, REFERENCE),
                        "what opens Infisical, file:" + at("lost") + ", cannot be read: there is no such file"));
    }

    @Test
    void revokesItsTokenInTheEnd() {
        infisical
                .server()
                .stubFor(post("/api/v1/auth/token/revoke")
                        .willReturn(okJson("{\"message\":\"Successfully revoked access token\"}")));

        gateway().run(context -> read(context, REFERENCE));

        infisical
                .server()
                .verify(
                        1,
                        postRequestedFor(urlPathEqualTo("/api/v1/auth/token/revoke"))
                                .withRequestBody(equalToJson("{\"accessToken\":\"eyJ.first\"}")));
    }

    @Test
    void writesNothingSecretIntoAnyLog() throws IOException {
        infisical.knows("eyJ.canary-token").holds("/acme/openai", "MAIN", "sk-canary");
        infisical.takesUniversal("id-canary", 7200);
        infisical.answers("/acme/openai", "LOST", FakeInfisical.error(404, "NotFound", "quotes sk-canary"));
        file("secret", "id-canary");

        try (EverythingLogged log = new EverythingLogged()) {
            gateway("client-secret=file:" + at("secret")).run(context -> {
                assertThat(read(context, REFERENCE)).isEqualTo(Secret.of("sk-canary"));
                assertThat(failure(context, reference("acme/openai", "LOST"))).hasNoCause();
            });
            assertThat(log.text()).contains("org.springframework").doesNotContain("canary");
            for (String secret : List.of("sk-canary", "id-canary", "eyJ.canary-token")) {
                assertThat(log.text())
                        .doesNotContain(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            }

            LoggerFactory.getLogger("org.springframework.web.client.RestClient").trace("planted: sk-canary");
            assertThat(log.text()).contains("canary");
        }
    }

    @Test
    void saysWhatToSetWhereNothingIs() {
        GatewaySecrets.gateway()
                .run(context ->
                        assertFails(failure(context, REFERENCE), "not set up: set byok.secrets.infisical.project-id"));
    }

    @Test
    void asksNobodyUntilASecretIsRead() {
        gateway().run(context -> assertThat(context).hasNotFailed().hasSingleBean(InfisicalSecretResolver.class));

        assertThat(infisical.paths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    environment=                  | byok.secrets.infisical.environment: expected the slug of an environment, as in prod
                    project-id=                   | byok.secrets.infisical.project-id: expected a project's id
                    client-id=                    | byok.secrets.infisical.client-id: expected a value with this authentication
                    client-secret=                | byok.secrets.infisical.client-secret: expected a value with this authentication
                    client-secret=canary          | byok.secrets.infisical.client-secret: expected where it is kept, file:/path, file:/path#field or env:BYOK_NAME
                    authentication=token          | byok.secrets.infisical.token: expected a value with this authentication
                    authentication=kubernetes     | byok.secrets.infisical.kubernetes.identity-id: expected a value with this authentication
                    site-url=infisical.example    | byok.secrets.infisical.site-url: expected a URL such as https://app.infisical.com, without user or query
                    site-url=ftp://a.example      | byok.secrets.infisical.site-url: expected a URL such as https://app.infisical.com, without user or query
                    site-url=https://u:p@a.example | byok.secrets.infisical.site-url: expected a URL such as https://app.infisical.com, without user or query
                    """)
    void refusesToStartWithoutWhatItNeeds(String property, String message) {
        gateway(property)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage(message));
    }

    private ApplicationContextRunner gateway(String... properties) {
        return GatewaySecrets.gateway()
                .withPropertyValues(below(
                        "site-url=" + infisical.url(),
                        "project-id=" + FakeInfisical.PROJECT,
                        "environment=prod",
                        "client-id=gateway",
                        "client-secret=file:" + opened()))
                .withPropertyValues(below(properties));
    }

    private static String[] below(String... properties) {
        return Stream.of(properties)
                .map(property -> "byok.secrets.infisical." + property)
                .toArray(String[]::new);
    }

    private Path opened() {
        try {
            return file("opened", "opened");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertReread(Secrets secrets, Secret old, String value) {
        StepVerifier.create(secrets.reread(REFERENCE, old))
                .expectNext(Secret.of(value))
                .expectComplete()
                .verify(PATIENCE);
    }

    private static void assertFails(Throwable failure, String reason) {
        assertThat(failure)
                .isInstanceOf(SecretUnavailableException.class)
                .hasNoCause()
                .hasMessage("secret " + REFERENCE + ": " + reason);
    }

    private static SecretReference reference(String location, String name) {
        return new SecretReference("infisical", location, name);
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(at(name), content);
    }
}

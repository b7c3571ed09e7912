package dev.byok.policy.configserver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A server with our endpoint, and everything that may answer in its place. */
class ConfigServerPolicySourceTests {

    private static final String PATH = "/gateway/default/main/byok-policy";
    private static final Map<String, String> FILES = Map.of("policy.yml", "policy: 1");

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private ConfigServerPolicySource source = source("", Mono.empty());

    @BeforeEach
    void start() {
        server.start();
        source = source("http://127.0.0.1:" + server.port(), Mono.empty());
    }

    @AfterEach
    void stop() {
        source.close();
        server.stop();
    }

    @Test
    void readsThePolicyOfACommit() throws IOException {
        answer(archive(Zips.COMMIT, FILES));

        PolicyFiles files = source.read();

        assertThat(files.version()).isEqualTo("0123456789ab");
        assertThat(files.contents()).isEqualTo(FILES);
        assertThat(source.readsWhole()).isTrue();
    }

    @Test
    void asksForWhatItDoesNotKnowYet() throws IOException {
        answer(archive(Zips.COMMIT, FILES));
        PolicyFiles first = source.read();

        answer(aResponse().withStatus(304).withHeader("etag", '"' + Zips.COMMIT + '"'));
        PolicyFiles second = source.read();
        answer(archive(Zips.NEXT_COMMIT, FILES));
        PolicyFiles third = source.read();

        assertThat(second).isSameAs(first);
        assertThat(third.version()).isEqualTo("89abcdef0123");
        server.verify(1, getRequestedFor(urlEqualTo(PATH)).withHeader("if-none-match", absent()));
        server.verify(
                2, getRequestedFor(urlEqualTo(PATH)).withHeader("if-none-match", equalTo('"' + Zips.COMMIT + '"')));
    }

    @Test
    void takesATagThatAProxyHasWeakened() throws IOException {
        answer(archive("application/zip", "W/\"" + Zips.COMMIT + '"'));

        assertThat(source.read().version()).isEqualTo("0123456789ab");
    }

    @Test
    void remembersACommitThatNoPolicyCanBe() {
        answer(archive(Zips.COMMIT, Map.of("../policy.yml", "policy: 1")));
        assertThatExceptionOfType(PolicyRejectedException.class).isThrownBy(source::read);

        answer(aResponse().withStatus(304));

        assertThatExceptionOfType(PolicyRejectedException.class)
                .isThrownBy(source::read)
                .satisfies(e -> assertThat(e.version()).isEqualTo("0123456789ab"));
    }

    @Test
    void hasNothingAfterAFailureButAsksAgain() throws IOException {
        answer(archive(Zips.COMMIT, FILES).withBody(new byte[] {1, 2, 3}));
        assertThatIOException().isThrownBy(source::read).withMessageContaining("not whole");

        answer(archive(Zips.COMMIT, FILES));

        assertThat(source.read().contents()).isEqualTo(FILES);
        server.verify(2, getRequestedFor(urlEqualTo(PATH)).withHeader("if-none-match", absent()));
    }

    @ParameterizedTest
    @CsvSource({
        "500, the config server answers 500",
        "503, the config server answers 503",
        "302, the config server answers 302",
        "304, the config server answers 304 to one who knows nothing",
        "401, the config server refuses user and password (401)",
        "410, the repository has no branch or tag main",
        "413, 'the policy has more files, or larger ones, than one may'",
    })
    void saysWhatIsWrong(int status, String message) {
        answer(aResponse()
                .withStatus(status)
                .withHeader("location", "/elsewhere")
                .withBody("sk-canary-7f3a9b"));

        assertThatIOException().isThrownBy(source::read).withMessage(message);
        server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/zipper", "application/json"})
    void refusesOtherContentThanAnArchive(String type) {
        answer(archive(type, '"' + Zips.COMMIT + '"'));

        assertThatIOException().isThrownBy(source::read).withMessageContaining("no config server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"abc\"",
                "0123456789abcdef0123456789abcdef01234567",
                "\"0123456789ABCDEF0123456789ABCDEF01234567\"",
                "\"../../0123456789abcdef0123456789abcdef0\""
            })
    void refusesAnAnswerThatNamesNoCommit(String etag) {
        answer(archive("application/zip", etag));

        assertThatIOException().isThrownBy(source::read).withMessageContaining("no config server");
    }

    @Test
    void givesUpOnASlowAnswer() {
        source = source("http://127.0.0.1:" + server.port(), Mono.empty(), Duration.ofMillis(200));
        answer(archive(Zips.COMMIT, FILES).withChunkedDribbleDelay(20, 20_000));

        assertThatIOException().isThrownBy(source::read).withMessage("no whole answer within 200 ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTION_RESET_BY_PEER",
                "EMPTY_RESPONSE",
                "MALFORMED_RESPONSE_CHUNK",
                "RANDOM_DATA_THEN_CLOSE"
            })
    void failsWhereTheAnswerBreaks(Fault fault) {
        answer(aResponse().withFault(fault));

        assertThatExceptionOfType(Exception.class).isThrownBy(source::read);
    }

    @Test
    void failsWhereNobodyListens() {
        server.stop();

        assertThatIOException().isThrownBy(source::read).withMessageContaining("refused");
    }

    @Test
    void takesNoAnswerOfUnreasonableLength() {
        answer(archive(Zips.COMMIT, FILES).withBody(new byte[(CommitFiles.MAX_BYTES / 2) + 1]));

        assertThatIOException().isThrownBy(source::read).withMessage("the answer is longer than 16777216 bytes");
    }

    @Test
    void givesThePasswordAsItIsNow() throws IOException {
        AtomicReference<String> password = new AtomicReference<>("first");
        source = source("http://127.0.0.1:" + server.port(), Mono.fromSupplier(() -> Secret.of(
                        Objects.requireNonNull(password.get()))
                .basicAuthorization("gateway")));
        answer(archive(Zips.COMMIT, FILES));

        source.read();
        password.set("second");
        source.read();

        server.verify(
                1,
                getRequestedFor(urlEqualTo(PATH)).withHeader("authorization", equalTo("Basic Z2F0ZXdheTpmaXJzdA==")));
        server.verify(
                1,
                getRequestedFor(urlEqualTo(PATH)).withHeader("authorization", equalTo("Basic Z2F0ZXdheTpzZWNvbmQ=")));
    }

    @Test
    void asksForABranchWithASlashBelowAPrefix() throws IOException {
        server.stubFor(get(urlEqualTo("/config/shop/eu/release(_)2026-11/byok-policy"))
                .willReturn(archive(Zips.COMMIT, FILES)));
        ConfigServer other = new ConfigServer(
                ConfigServer.base("configserver:http://127.0.0.1:" + server.port() + "/config/"),
                "shop",
                "eu",
                "release/2026-11",
                Duration.ofSeconds(5));

        try (ConfigServerPolicySource shop = new ConfigServerPolicySource(other, Mono::empty)) {
            assertThat(shop.read().contents()).isEqualTo(FILES);
            assertThat(shop.description())
                    .isEqualTo(
                            "configserver:http://127.0.0.1:" + server.port() + "/config (shop, eu, release/2026-11)");
        }
    }

    @Test
    void endsAReadingWhoseThreadIsInterrupted() {
        answer(archive(Zips.COMMIT, FILES).withFixedDelay(5_000));
        Thread reader = Thread.currentThread();

        CompletableFuture<Void> interrupt = CompletableFuture.runAsync(
                reader::interrupt, CompletableFuture.delayedExecutor(100, java.util.concurrent.TimeUnit.MILLISECONDS));

        assertThatIOException().isThrownBy(source::read).withMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        interrupt.join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "configserver:",
                "configserver:host:8888",
                "configserver:ftp://host",
                "configserver:http://",
                "configserver:http://host?a=b",
                "configserver:http://ho st"
            })
    void refusesALocationThatNamesNoServer(String location) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigServer.base(location))
                .withMessage("byok.policy.location: expected configserver:http://host:port");
    }

    @Test
    void refusesAPasswordInTheLocationWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigServer.base("configserver:http://gateway:canary@host:8888"))
                .withMessageContaining("byok.policy.config-server.username")
                .satisfies(e -> assertThat(e).message().doesNotContain("canary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/../b", "/a", "a/", "a b", "a?b", "-a"})
    void refusesALabelThatIsNoBranch(String label) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigServer(
                        ConfigServer.base("configserver:http://host"),
                        "gateway",
                        "default",
                        label,
                        Duration.ofSeconds(1)))
                .withMessage("byok.policy.config-server.label: expected the name of a branch or tag");
    }

    private void answer(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlEqualTo(PATH)).willReturn(answer));
    }

    private static ResponseDefinitionBuilder archive(String commit, Map<String, String> files) {
        return answer("application/zip", '"' + commit + '"').withBody(Zips.of(commit, files));
    }

    private static ResponseDefinitionBuilder archive(String contentType, String etag) {
        return answer(contentType, etag).withBody(Zips.of(Zips.COMMIT, FILES));
    }

    private static ResponseDefinitionBuilder answer(String contentType, String etag) {
        return aResponse()
                .withStatus(200)
                .withHeader("content-type", contentType)
                .withHeader("etag", etag);
    }

    private static ConfigServerPolicySource source(String base, Mono<String> authorization) {
        return source(base, authorization, Duration.ofSeconds(10));
    }

    private static ConfigServerPolicySource source(String base, Mono<String> authorization, Duration timeout) {
        String location = ConfigServer.SCHEME + (base.isEmpty() ? "http://127.0.0.1:1" : base);
        return new ConfigServerPolicySource(
                new ConfigServer(ConfigServer.base(location), "gateway", "default", "main", timeout),
                () -> authorization);
    }
}

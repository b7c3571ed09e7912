package dev.byok.secret.gcp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Google Secret Manager as the REST reference of its API v1 has it, and the endpoint that gives tokens (OAuth 2.0, RFC
 * 6749). What is not asked for in this way finds nothing (404).
 */
final class SecretManagerServer implements AutoCloseable {

    static final String PROJECT = "projects/acme-prod";

    private static final String TOKEN = "ya29.canary-token";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    SecretManagerServer() {
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    URI tokenUrl() {
        return URI.create(url() + "/token");
    }

    void givesTokensFor(String refreshToken) {
        server.stubFor(post(urlEqualTo("/token"))
                .withHeader("Content-Type", containing("application/x-www-form-urlencoded"))
                .withFormParam("grant_type", equalTo("refresh_token"))
                .withFormParam("refresh_token", equalTo(refreshToken))
                .willReturn(json(200)
                        .withBody(
                                "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}")));
    }

    void givesNoTokenFor(String refreshToken) {
        server.stubFor(
                post(urlEqualTo("/token"))
                        .withFormParam("refresh_token", equalTo(refreshToken))
                        .willReturn(
                                json(400)
                                        .withBody(
                                                "{\"error\":\"invalid_grant\",\"error_description\":\"sk-canary has been revoked.\"}")));
    }

    void holds(String secret, String version, String text) {
        holds(secret, version, text, checksum(text));
    }

    void holds(String secret, String version, String text, long checksum) {
        server.stubFor(asked(secret, version).willReturn(value(secret, text, checksum)));
    }

    /** @param status as in {@code google.rpc.Code} */
    void refuses(String secret, String version, int httpStatus, String status) {
        server.stubFor(asked(secret, version).willReturn(error(httpStatus, status)));
    }

    /** Answers with the error first and then with the value. */
    void refusesOnce(String secret, int httpStatus, String status, String text) {
        server.stubFor(asked(secret, "latest")
                .inScenario(secret)
                .willReturn(error(httpStatus, status))
                .willSetStateTo("asked"));
        server.stubFor(asked(secret, "latest")
                .inScenario(secret)
                .whenScenarioStateIs("asked")
                .willReturn(value(secret, text, checksum(text))));
    }

    void hangs(String secret) {
        server.stubFor(asked(secret, "latest").willReturn(aResponse().withFixedDelay(20_000)));
    }

    @Override
    public void close() {
        server.stop();
    }

    private static MappingBuilder asked(String secret, String version) {
        return get(urlPathEqualTo("/v1/" + PROJECT + "/secrets/" + secret + "/versions/" + version + ":access"))
                .withHeader("Authorization", equalTo("Bearer " + TOKEN));
    }

    private static ResponseDefinitionBuilder value(String secret, String text, long checksum) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return json(200)
                .withBody(
                        "{\"name\":\"projects/123456789012/secrets/" + secret + "/versions/7\",\"payload\":{\"data\":\""
                                + base64 + "\",\"dataCrc32c\":\"" + checksum + "\"}}");
    }

    private static ResponseDefinitionBuilder error(int httpStatus, String status) {
        return json(httpStatus)
                .withBody("{\"error\":{\"code\":" + httpStatus + ",\"message\":\"quotes sk-canary\",\"status\":\""
                        + status + "\"}}");
    }

    private static ResponseDefinitionBuilder json(int status) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json; charset=UTF-8");
    }

    private static long checksum(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}

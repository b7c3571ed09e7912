package dev.byok.secret.infisical;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.byok.secret.ServerCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Infisical's HTTP API as its reference and its server's routes word it, for what a gateway asks: a login gives the token
 * that is known at the time, and a secret is had with that token alone.
 */
final class FakeInfisical implements AutoCloseable {

    static final String PROJECT = "7e2f1a4c-0000-4000-8000-000000000001";

    private static final String ALL_SECRETS = "/api/v3/secrets/raw/.*";

    private final WireMockServer server;
    private String token = "eyJ.first";

    FakeInfisical() {
        this(WireMockConfiguration.options());
    }

    /** Starts one that listens for TLS as well, with a {@link ServerCertificate}. */
    FakeInfisical(Path keyStore) {
        this(WireMockConfiguration.options()
                .dynamicHttpsPort()
                .keystorePath(keyStore.toString())
                .keystoreType("PKCS12")
                .keystorePassword(ServerCertificate.PASSWORD)
                .keyManagerPassword(ServerCertificate.PASSWORD));
    }

    private FakeInfisical(WireMockConfiguration options) {
        server = new WireMockServer(options.dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        knows(token);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    String tlsUrl() {
        return "https://127.0.0.1:" + server.httpsPort();
    }

    WireMockServer server() {
        return server;
    }

    /** Begins anew: holds nothing, takes no login, and knows this token alone. */
    FakeInfisical knows(String known) {
        token = known;
        server.resetMappings();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(error(404, "NotFound", "Route not found")));
        server.stubFor(get(urlPathMatching(ALL_SECRETS))
                .atPriority(9)
                .willReturn(error(401, "UnauthorizedError", "No identity access token found")));
        server.stubFor(withToken(get(urlPathMatching(ALL_SECRETS)))
                .atPriority(8)
                .willReturn(error(404, "NotFound", "Secret with name 'canary' not found")));
        return this;
    }

    /** Says so of any other token than the one it knows. */
    FakeInfisical rejectsOtherTokens(int status, String error) {
        server.stubFor(get(urlPathMatching(ALL_SECRETS))
                .atPriority(9)
                .willReturn(error(status, error, "Your token has expired. Please re-authenticate.")));
        return this;
    }

    /** Takes what a login by this method sends. */
    FakeInfisical takes(String method, String body, long seconds) {
        server.stubFor(login(method)
                .atPriority(2)
                .withRequestBody(equalToJson(body))
                .willReturn(jsonResponse(
                        "{\"accessToken\":\"" + token + "\",\"expiresIn\":" + seconds
                                + ",\"accessTokenMaxTTL\":2592000,\"tokenType\":\"Bearer\"}",
                        200)));
        server.stubFor(login(method).atPriority(3).willReturn(error(401, "UnauthorizedError", "Invalid credentials")));
        return this;
    }

    FakeInfisical takesUniversal(String clientSecret, long seconds) {
        return takes("universal-auth", "{\"clientId\":\"gateway\",\"clientSecret\":\"" + clientSecret + "\"}", seconds);
    }

    /** Holds this text in the environment prod. */
    FakeInfisical holds(String path, String name, String value) {
        return tells(path, name, "\"secretValue\":\"" + value + "\",\"secretValueHidden\":false");
    }

    /** Tells of a secret these fields, beside what it tells of any. */
    FakeInfisical tells(String path, String name, String fields) {
        return answers(
                path,
                name,
                jsonResponse(
                        "{\"secret\":{\"id\":\"s\",\"_id\":\"s\",\"workspace\":\"" + PROJECT
                                + "\",\"environment\":\"prod\",\"version\":2,\"type\":\"shared\",\"secretKey\":\""
                                + name
                                + "\"," + fields + ",\"secretComment\":\"\",\"secretPath\":\"" + path
                                + "\",\"createdAt\":\"2026-11-01T00:00:00.000Z\","
                                + "\"updatedAt\":\"2026-11-01T00:00:00.000Z\"}}",
                        200));
    }

    /** Answers so to who asks for this secret with the right token. */
    FakeInfisical answers(String path, String name, ResponseDefinitionBuilder answer) {
        server.stubFor(withToken(get(urlPathEqualTo("/api/v3/secrets/raw/" + name)))
                .atPriority(5)
                .withQueryParam("workspaceId", equalTo(PROJECT))
                .withQueryParam("environment", equalTo("prod"))
                .withQueryParam("secretPath", equalTo(path))
                .withQueryParam("type", equalTo("shared"))
                .withQueryParam("expandSecretReferences", equalTo("false"))
                .withQueryParam("include_imports", equalTo("false"))
                .willReturn(answer));
        return this;
    }

    /** Answers every login so. */
    FakeInfisical answersLogins(ResponseDefinitionBuilder answer) {
        server.stubFor(
                post(urlPathMatching("/api/v1/auth/.*/login")).atPriority(1).willReturn(answer));
        return this;
    }

    /** Returns what Infisical's error handler makes of a failure. */
    static ResponseDefinitionBuilder error(int status, String name, String message) {
        return jsonResponse(
                "{\"reqId\":\"req-1\",\"statusCode\":" + status + ",\"message\":\"" + message + "\",\"error\":\"" + name
                        + "\"}",
                status);
    }

    /** Returns the paths asked for so far, oldest first. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (ServeEvent event : server.getAllServeEvents()) {
            LoggedRequest request = event.getRequest();
            paths.add(0, request.getMethod() + " " + request.getUrl().replaceFirst("\\?.*", ""));
        }
        return paths;
    }

    long logins() {
        return paths().stream().filter(path -> path.endsWith("/login")).count();
    }

    private static MappingBuilder login(String method) {
        return post("/api/v1/auth/" + method + "/login");
    }

    private MappingBuilder withToken(MappingBuilder request) {
        return request.withHeader("Authorization", equalTo("Bearer " + token));
    }

    @Override
    public void close() {
        server.stop();
    }
}

package dev.byok.secret.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.byok.secret.ServerCertificate.PASSWORD;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.byok.secret.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Azure Key Vault as its REST reference has it, and the token endpoint of the Microsoft identity platform, by their real
 * names over TLS. A vault asks who is there (401 with a challenge) before it answers; what is not asked for in this way
 * finds nothing (404).
 */
final class KeyVaultServer implements AutoCloseable {

    static final String TENANT = "3c0a4cf1-1d1e-4bdb-a4e1-0c2a1f6c2a11";
    static final String TOKEN = "eyJ0.canary-token";

    /** Who gives tokens in the public cloud, and in that of the US government. */
    static final String LOGIN = "login.microsoftonline.com";

    static final String US_LOGIN = "login.microsoftonline.us";

    private final Path keyStore;
    private final WireMockServer server;
    private final ConnectProxy proxy;

    KeyVaultServer(Path directory) throws IOException, InterruptedException {
        keyStore = directory.resolve("server.p12");
        ServerCertificate.make(keyStore, "dns:*.vault.azure.net,dns:" + LOGIN + ",dns:" + US_LOGIN);
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystorePath(keyStore.toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
        server.start();
        proxy = new ConnectProxy(server.httpsPort());
        server.stubFor(get(urlPathMatching("/secrets/.*"))
                .withHost(matching(".*\\.vault\\.azure\\.net"))
                .withHeader("Authorization", absent())
                .willReturn(json(401)
                        .withHeader(
                                "WWW-Authenticate",
                                "Bearer authorization=\"https://" + LOGIN + "/" + TENANT
                                        + "\", resource=\"https://vault.azure.net\"")
                        .withBody(error("Unauthorized", null))));
    }

    /** Returns the JDK's client, which reaches this server and trusts it. */
    HttpClient client() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new JdkHttpClientBuilder(
                        java.net.http.HttpClient.newBuilder().sslContext(tls).proxy(ProxySelector.of(proxy.address())))
                .build();
    }

    /** Gives tokens for vaults, by this host, to an application of the tenant that knows this secret. */
    void givesTokensFor(String clientId, String clientSecret, String login) {
        server.stubFor(get(urlPathEqualTo("/common/discovery/instance"))
                .withHost(equalTo(login))
                .willReturn(json(200)
                        .withBody("{\"tenant_discovery_endpoint\":\"https://" + login + "/" + TENANT
                                + "/v2.0/.well-known/openid-configuration\",\"api-version\":\"1.1\",\"metadata\":["
                                + "{\"preferred_network\":\"" + login + "\",\"preferred_cache\":\"" + login
                                + "\",\"aliases\":[\"" + login + "\"]}]}")));
        server.stubFor(post(urlPathEqualTo("/" + TENANT + "/oauth2/v2.0/token"))
                .withHost(equalTo(login))
                .withFormParam("grant_type", equalTo("client_credentials"))
                .withFormParam("client_id", equalTo(clientId))
                .withFormParam("client_secret", equalTo(clientSecret))
                .withFormParam("scope", matching("(.* )?https://vault\\.azure\\.net/\\.default"))
                .willReturn(json(200)
                        .withBody("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,"
                                + "\"access_token\":\"" + TOKEN + "\"}")));
    }

    void holds(String vault, String name, String text) {
        server.stubFor(asked(vault, name).willReturn(value(vault, name, text)));
    }

    /** @param innerCode as in {@code error.innererror.code}; null for none */
    void refuses(String vault, String name, int status, String code, @Nullable String innerCode) {
        server.stubFor(asked(vault, name).willReturn(json(status).withBody(error(code, innerCode))));
    }

    /** Answers with 429 first and then with the value. */
    void throttlesOnce(String vault, String name, String text) {
        server.stubFor(asked(vault, name)
                .inScenario(name)
                .willReturn(json(429).withHeader("Retry-After", "1").withBody(error("Throttled", null)))
                .willSetStateTo("asked"));
        server.stubFor(
                asked(vault, name).inScenario(name).whenScenarioStateIs("asked").willReturn(value(vault, name, text)));
    }

    void hangs(String vault, String name) {
        server.stubFor(asked(vault, name).willReturn(aResponse().withFixedDelay(20_000)));
    }

    /** Expects that so many requests without a token have been made for the secret. */
    void assertChallenged(int times, String vault, String name) {
        server.verify(
                times,
                getRequestedFor(urlPathEqualTo("/secrets/" + name + "/"))
                        .withHeader("Host", matching(host(vault) + ".*"))
                        .withHeader("Authorization", absent()));
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.stop();
    }

    private static MappingBuilder asked(String vault, String name) {
        return get(urlPathMatching("/secrets/" + name + "/?"))
                .withHost(equalTo(host(vault)))
                .withQueryParam("api-version", matching("[0-9]{4}-[0-9]{2}-[0-9]{2}"))
                .withHeader("Authorization", equalTo("Bearer " + TOKEN));
    }

    private static String host(String vault) {
        return vault + ".vault.azure.net";
    }

    private static ResponseDefinitionBuilder value(String vault, String name, String text) {
        return json(200)
                .withBody(
                        "{\"value\":\"" + text.replace("\"", "\\\"") + "\",\"id\":\"https://" + host(vault)
                                + "/secrets/"
                                + name + "/4387e9f3d6e14c459867679a90fd0f79\",\"attributes\":{\"enabled\":true,"
                                + "\"created\":1493938410,\"updated\":1493938410,\"recoveryLevel\":\"Recoverable+Purgeable\"}}");
    }

    private static String error(String code, @Nullable String innerCode) {
        String inner = innerCode == null ? "" : ",\"innererror\":{\"code\":\"" + innerCode + "\"}";
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"quotes sk-canary\"" + inner + "}}";
    }

    private static ResponseDefinitionBuilder json(int status) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json; charset=utf-8");
    }
}

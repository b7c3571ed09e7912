package dev.byok.secret.vault;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.ArrayList;
import java.util.List;

/** Vault's HTTP API as its documentation words it, for what a gateway asks; a request without the right token gets 403. */
public final class FakeVault implements AutoCloseable {

    static final String NO_PERMISSION = "{\"errors\":[\"1 error occurred:\\n\\t* permission denied\\n\\n\"]}";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final String url;
    private String token = "hvs.first";

    /** Starts it on a port of its own. */
    public FakeVault() {
        server.start();
        url = "http://127.0.0.1:" + server.port();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(jsonResponse(NO_PERMISSION, 403)));
    }

    /** Returns where it listens. */
    public String url() {
        return url;
    }

    WireMockServer server() {
        return server;
    }

    /** Knows this token, of so many seconds, and no other from now on; 0 for one that never ends. */
    public FakeVault token(String known, int seconds) {
        token = known;
        server.stubFor(withToken(get("/v1/auth/token/lookup-self"))
                .willReturn(jsonResponse(
                        envelope("{\"accessor\":\"a\",\"creation_time\":1700000000,\"creation_ttl\":" + seconds
                                + ",\"display_name\":\"token\",\"entity_id\":\"\",\"expire_time\":null,\"explicit_max_ttl\":0,"
                                + "\"id\":\"" + known + "\",\"meta\":null,\"num_uses\":0,\"orphan\":true,"
                                + "\"path\":\"auth/token/create\",\"policies\":[\"byok\"],\"renewable\":"
                                + (seconds > 0)
                                + ",\"ttl\":" + seconds + ",\"type\":\"service\"}"),
                        200)));
        server.stubFor(
                withToken(post("/v1/auth/token/renew-self")).willReturn(jsonResponse(auth(known, seconds), 200)));
        server.stubFor(withToken(post("/v1/auth/token/revoke-self")).willReturn(noContent()));
        return this;
    }

    /** Gives the known token for this body. */
    FakeVault login(String method, String body, int seconds) {
        server.stubFor(post("/v1/auth/" + method + "/login")
                .withRequestBody(equalToJson(body))
                .willReturn(jsonResponse(auth(token, seconds), 200)));
        return this;
    }

    /** Has a store of this version; 0 for a store that is none of keys and values. */
    public FakeVault mount(String path, int version) {
        String type = version == 0 ? "transit" : "kv";
        String options = version == 0 ? "null" : "{\"version\":\"" + version + "\"}";
        server.stubFor(withToken(get(urlPathMatching("/v1/sys/internal/ui/mounts/" + path + "/.*")))
                .willReturn(jsonResponse(
                        envelope("{\"accessor\":\"kv_1\",\"config\":{\"default_lease_ttl\":0,\"max_lease_ttl\":0},"
                                + "\"deprecation_status\":\"supported\",\"description\":\"\",\"local\":false,\"options\":"
                                + options + ",\"path\":\"" + path + "/\",\"seal_wrap\":false,\"type\":\"" + type
                                + "\",\"uuid\":\"u\"}"),
                        200)));
        return this;
    }

    /** Holds this in a store of version 1. */
    FakeVault holds(String path, String fields) {
        return answers(path, 200, envelope(fields));
    }

    /** Holds this in a store of version 2, whose mount is the first segment. */
    public FakeVault holdsVersioned(String path, String fields) {
        return answers(
                path.replaceFirst("/", "/data/"),
                200,
                envelope("{\"data\":" + fields + ",\"metadata\":{\"created_time\":\"2026-11-01T00:00:00.000000Z\","
                        + "\"custom_metadata\":null,\"deletion_time\":\"\",\"destroyed\":false,\"version\":2}}"));
    }

    FakeVault answers(String path, int status, String body) {
        server.stubFor(withToken(get(urlPathEqualTo("/v1/" + path))).willReturn(jsonResponse(body, status)));
        return this;
    }

    /** Answers everything so. */
    FakeVault failsWith(int status, String body) {
        server.stubFor(any(anyUrl()).atPriority(1).willReturn(jsonResponse(body, status)));
        return this;
    }

    /** Returns the requests so far as method and path, oldest first. */
    public List<String> requests() {
        List<String> requests = new ArrayList<>();
        for (ServeEvent event : server.getAllServeEvents()) {
            String path = event.getRequest().getUrl().substring("/v1/".length());
            requests.add(0, event.getRequest().getMethod() + " " + path);
        }
        return requests;
    }

    private MappingBuilder withToken(MappingBuilder request) {
        return request.withHeader("X-Vault-Token", equalTo(token));
    }

    private static String envelope(String data) {
        return "{\"request_id\":\"r\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":2764800,\"data\":" + data
                + ",\"wrap_info\":null,\"warnings\":null,\"auth\":null,\"mount_type\":\"kv\"}";
    }

    private static String auth(String token, int seconds) {
        return "{\"request_id\":\"r\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":0,\"data\":null,"
                + "\"wrap_info\":null,\"warnings\":null,\"auth\":{\"client_token\":\"" + token
                + "\",\"accessor\":\"a\",\"policies\":[\"byok\"],\"token_policies\":[\"byok\"],\"metadata\":{},"
                + "\"lease_duration\":" + seconds + ",\"renewable\":" + (seconds > 0)
                + ",\"entity_id\":\"e\",\"token_type\":\"service\",\"orphan\":true,\"mfa_requirement\":null,\"num_uses\":0}}";
    }

    @Override
    public void close() {
        server.stop();
    }
}

package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredicatesE2ETests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";
    private static final String BODY = "{\"model\":\"openai/gpt\",\"messages\":[]}";
    private static final String UNKNOWN = PolicyDirectory.gatewayKey();
    private static final List<String> KEYS = List.of(
            PolicyDirectory.gatewayKey(),
            PolicyDirectory.gatewayKey(),
            PolicyDirectory.gatewayKey(),
            PolicyDirectory.gatewayKey(),
            PolicyDirectory.gatewayKey());
    private static final int GLOBEX = 4;

    private static FakeProvider provider;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        provider = new FakeProvider().on("sk-acme", Answers.ok("hello")).on("sk-globex", Answers.ok("hello"));
        List<String> routes = new ArrayList<>();
        route(routes, 0, "content", "ByokCaller=content-*,copy");
        route(routes, 1, "legal", "ByokMember=legal");
        route(routes, 2, "prod", "ByokEnvironment=prod");
        route(routes, 3, "globex", "ByokWorkspace=glob*");
        route(routes, 4, "rest", "Method=GET,POST");
        gateway = TestGateway.start(policy(), routes.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @BeforeEach
    void forget() {
        provider.forget();
    }

    @ParameterizedTest
    @CsvSource({"0, content", "1, legal", "2, prod", "3, rest", "4, globex"})
    void theCallerChoosesTheRoute(int caller, String route) throws Exception {
        HttpResponse<String> answer = post(KEYS.get(caller));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().allValues("x-route")).containsExactly(route);
        assertThat(provider.credentials()).containsExactly(caller == GLOBEX ? "sk-globex" : "sk-acme");
    }

    @Test
    void anUnknownCallerFallsToTheNextRouteAndIsRefusedThere() throws Exception {
        HttpResponse<String> answer = post(UNKNOWN);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("x-route")).containsExactly("rest");
        assertThat(answer.body()).contains("invalid_api_key").doesNotContain(UNKNOWN);
        assertThat(provider.calls()).isEmpty();
    }

    @Test
    void aRequestWithoutCredentialFallsToTheNextRouteAndIsRefusedThere() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                request().POST(HttpRequest.BodyPublishers.ofString(BODY)).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("x-route")).containsExactly("rest");
    }

    /** A server says 100 Continue as soon as somebody reads the body. */
    @Test
    void theBodyOfAnUnknownCallerIsNeverRead() throws Exception {
        assertThat(firstLineTo(UNKNOWN)).startsWith("HTTP/1.1 401");
        assertThat(firstLineTo(KEYS.get(0))).startsWith("HTTP/1.1 100");
    }

    private static String firstLineTo(String gatewayKey) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + gatewayKey
                    + "\r\ncontent-type: application/json\r\ncontent-length: 40\r\nexpect: 100-continue\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        }
    }

    private static HttpResponse<String> post(String gatewayKey) throws Exception {
        return CLIENT.send(
                request()
                        .header("authorization", "Bearer " + gatewayKey)
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/chat/completions"))
                .header("content-type", "application/json");
    }

    private static void route(List<String> properties, int index, String id, String predicate) {
        String route = ROUTES + "[" + index + "]";
        properties.add(route + ".id=" + id);
        properties.add(route + ".uri=byok://auto");
        properties.add(route + ".predicates[0]=Path=/v1/**");
        properties.add(route + ".predicates[1]=" + predicate);
        properties.add(route + ".filters[0]=Byok");
        properties.add(route + ".filters[1]=AddResponseHeader=x-route, " + id);
    }

    private static PolicyDirectory policy() {
        PolicyDirectory policy = new PolicyDirectory();
        policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*"]
                    providers: ["*"]
                  globex:
                    file: workspaces/globex.yml
                    secrets: ["file:{secrets}/*"]
                    providers: ["*"]
                """);
        policy.write("providers.yml", """
                providers:
                  alpha: { preset: openai, base-url: "%s", allow-private-network: true }
                """.formatted(provider.baseUrl()));
        policy.write("models.yml", """
                models:
                  openai/gpt: { endpoints: [{ provider: alpha, model: gpt-upstream }] }
                """);
        policy.write("workspaces/acme.yml", """
                workspace: acme
                members: { legal: {}, finance: {} }
                environments: { prod: {} }
                callers:
                  content-writer: { member: legal, environment: prod, keys: [{ sha256: "%s" }] }
                  reviewer: { member: legal, environment: prod, keys: [{ sha256: "%s" }] }
                  batch: { member: finance, environment: prod, keys: [{ sha256: "%s" }] }
                  plain: { keys: [{ sha256: "%s" }] }
                keys:
                  alpha: { prioritized: [{ name: own, secret: "%s" }] }
                """.formatted(
                        hash(0), hash(1), hash(2), hash(3), policy.secret("acme", "sk-acme")));
        policy.write("workspaces/globex.yml", """
                workspace: globex
                callers:
                  plain: { keys: [{ sha256: "%s" }] }
                keys:
                  alpha: { prioritized: [{ name: own, secret: "%s" }] }
                """.formatted(hash(GLOBEX), policy.secret("globex", "sk-globex")));
        return policy;
    }

    private static String hash(int caller) {
        return PolicyDirectory.sha256(KEYS.get(caller));
    }
}

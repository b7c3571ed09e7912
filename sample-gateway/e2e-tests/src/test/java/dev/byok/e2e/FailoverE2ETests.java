package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailoverE2ETests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static FakeProvider provider;
    private static TestGateway gateway;
    private static String gatewayKey;

    @BeforeAll
    static void start() {
        provider = new FakeProvider();
        PolicyDirectory policy = new PolicyDirectory();
        gatewayKey = PolicyDirectory.gatewayKey();
        policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*"]
                    providers: ["*"]
                    shared-capacity: {}
                """);
        policy.write("providers.yml", """
                providers:
                  alpha: { preset: openai, base-url: "%s", allow-private-network: true }
                shared-capacity:
                  alpha: [{ name: shared, secret: "%s" }]
                """.formatted(provider.baseUrl(), policy.secret("shared", "sk-shared")));
        policy.write("models.yml", """
                models:
                  openai/gpt: { endpoints: [{ provider: alpha, model: gpt-upstream }] }
                """);
        policy.write("workspaces/acme.yml", """
                workspace: acme
                show-key-names: true
                callers:
                  agent: { keys: [{ sha256: "%s" }] }
                keys:
                  alpha:
                    prioritized:
                      - { name: first, secret: "%s" }
                      - { name: second, secret: "%s" }
                    fallback:
                      - { name: reserve, secret: "%s" }
                """.formatted(
                        PolicyDirectory.sha256(gatewayKey),
                        policy.secret("first", "sk-first"),
                        policy.secret("second", "sk-second"),
                        policy.secret("reserve", "sk-reserve")));
        gateway = TestGateway.start(policy);
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

    @Test
    void movesToTheNextKeyWhenTheProviderAnswers429() throws Exception {
        provider.on("sk-first", Answers.rateLimited(20)).on("sk-second", Answers.ok("hello"));

        HttpResponse<String> answer = post("{\"model\":\"openai/gpt\",\"messages\":[]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("hello");
        assertThat(provider.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(answer.headers().map()).containsEntry("x-byok-key", java.util.List.of("second"));
        System.out.println(answer.headers().map());
        System.out.println(provider.calls());
    }

    @Test
    void streamsFromTheNextKey() throws Exception {
        provider.on("sk-first", Answers.failing()).on("sk-second", Answers.ok("hello there world"));

        HttpResponse<String> answer = post("{\"model\":\"openai/gpt\",\"stream\":true,\"messages\":[]}");

        System.out.println(answer.headers().map());
        System.out.println(answer.body());
        System.out.println(provider.calls());
        assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
    }

    @Test
    void allFail() throws Exception {
        provider.on("sk-first", Answers.failing())
                .on("sk-second", Answers.rejected())
                .on("sk-shared", Answers.rateLimited(3))
                .on("sk-reserve", Answers.reset());

        HttpResponse<String> answer = post("{\"model\":\"openai/gpt\",\"stream\":true,\"messages\":[]}");

        System.out.println(answer.statusCode() + " " + answer.headers().map());
        System.out.println(answer.body());
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/chat/completions"))
                        .header("authorization", "Bearer " + gatewayKey)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

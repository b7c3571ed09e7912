package dev.byok.secret.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * AWS Secrets Manager as its API Reference has it: AWS JSON 1.1 over HTTP, signed with Signature Version 4. What is not
 * asked for in this way finds nothing (404).
 */
final class SecretsManagerServer implements AutoCloseable {

    static final String REGION = "eu-central-1";
    static final String ACCESS_KEY = "AKIDEXAMPLE";

    /** The parts of a signature, of which the last is a SHA-256 in hexadecimal digits. */
    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=" + ACCESS_KEY + "/[0-9]{8}/" + REGION
            + "/secretsmanager/aws4_request, SignedHeaders=([a-z0-9-]+;)*host;([a-z0-9-]+;)*x-amz-date;"
            + "([a-z0-9-]+;)*x-amz-target, Signature=[0-9a-f]{64}";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    SecretsManagerServer() {
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    void holds(String name, String text) {
        server.stubFor(asked(name).willReturn(value(name, "\"SecretString\":\"" + text.replace("\"", "\\\"") + "\"")));
    }

    void holdsBytes(String name, String text) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        server.stubFor(asked(name).willReturn(value(name, "\"SecretBinary\":\"" + base64 + "\"")));
    }

    /** @param code as in {@code __type} */
    void refuses(String name, int status, String code) {
        server.stubFor(asked(name).willReturn(error(status, code)));
    }

    /** Answers with the error first and then with the value. */
    void refusesOnce(String name, int status, String code, String text) {
        server.stubFor(
                asked(name).inScenario(name).willReturn(error(status, code)).willSetStateTo("asked"));
        server.stubFor(asked(name)
                .inScenario(name)
                .whenScenarioStateIs("asked")
                .willReturn(value(name, "\"SecretString\":\"" + text + "\"")));
    }

    void hangs(String name) {
        server.stubFor(asked(name).willReturn(aResponse().withFixedDelay(20_000)));
    }

    @Override
    public void close() {
        server.stop();
    }

    private static MappingBuilder asked(String name) {
        return post(urlEqualTo("/"))
                .withHeader("X-Amz-Target", equalTo("secretsmanager.GetSecretValue"))
                .withHeader("Content-Type", equalTo("application/x-amz-json-1.1"))
                .withHeader("X-Amz-Date", matching("[0-9]{8}T[0-9]{6}Z"))
                .withHeader("Authorization", matching(SIGNED))
                .withRequestBody(equalToJson("{\"SecretId\":\"" + name + "\",\"VersionStage\":\"AWSCURRENT\"}"));
    }

    private static ResponseDefinitionBuilder value(String name, String member) {
        return json(200)
                .withBody(
                        "{\"ARN\":\"arn:aws:secretsmanager:" + REGION + ":123456789012:secret:" + name + "-AbCdEf\","
                                + "\"CreatedDate\":1.523477145713E9,\"Name\":\"" + name + "\"," + member
                                + ",\"VersionId\":\"EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE\",\"VersionStages\":[\"AWSCURRENT\"]}");
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return json(status).withBody("{\"__type\":\"" + code + "\",\"Message\":\"quotes sk-canary\"}");
    }

    private static ResponseDefinitionBuilder json(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/x-amz-json-1.1")
                .withHeader("x-amzn-RequestId", "e2f3a1b0-0000-4000-8000-000000000000");
    }
}

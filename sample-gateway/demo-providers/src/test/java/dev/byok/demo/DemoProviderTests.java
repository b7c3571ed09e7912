package dev.byok.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DemoProviderTests {

    private static final String CHAT = """
            {"model": "m-1", "messages": [{"role": "user", "content": "hi"}]}""";
    private static final String STREAMED_CHAT = """
            {"model": "m-1", "messages": [], "stream": true, "stream_options": {"include_usage": true}}""";

    private static final List<String> SERVED = new CopyOnWriteArrayList<>();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static DemoProvider provider;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(
                "alpha", 0, (name, key, path, status) -> SERVED.add(name + " " + key + " " + path + " " + status));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void namesItselfAndItsKeyInTheAnswer() throws Exception {
        HttpResponse<String> answer = post("chat/completions", "demo-healthy-main", CHAT);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = Json.MAPPER.readTree(answer.body());
        assertThat(body.at("/object").stringValue()).isEqualTo("chat.completion");
        assertThat(body.at("/model").stringValue()).isEqualTo("m-1");
        assertThat(body.at("/choices/0/message/content").stringValue()).contains("provider alpha", "key main");
        assertThat(body.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(body.at("/usage/total_tokens").intValue())
                .isEqualTo(body.at("/usage/prompt_tokens").intValue()
                        + body.at("/usage/completion_tokens").intValue());
    }

    @Test
    void streamsRoleThenTextThenFinishThenUsageThenTerminator() throws Exception {
        HttpResponse<String> answer = post("chat/completions", "demo-healthy-main", STREAMED_CHAT);

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        List<String> data = dataOf(answer.body());
        assertThat(data).hasSizeGreaterThan(5).endsWith("[DONE]");
        List<JsonNode> chunks = data.subList(0, data.size() - 1).stream()
                .map(Json.MAPPER::readTree)
                .toList();
        assertThat(chunks.get(0).at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
        assertThat(textOf(chunks)).contains("provider alpha", "key main");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").stringValue())
                .isEqualTo("stop");
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.at("/usage/completion_tokens").intValue()).isPositive();
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allMatch(chunk -> chunk.path("usage").isNull());
    }

    @Test
    void leavesUsageOutOfStreamsThatDidNotAskForIt() throws Exception {
        HttpResponse<String> answer = post("completions", "demo-healthy-main", """
                {"model": "m-1", "prompt": "hi", "stream": true}""");

        assertThat(dataOf(answer.body())).hasSizeGreaterThan(3).endsWith("[DONE]");
        assertThat(answer.body()).doesNotContain("usage");
    }

    @Test
    void cutsTheAnswerOffAtTheTokenLimit() throws Exception {
        HttpResponse<String> answer = post("completions", "demo-healthy-main", """
                {"model": "m-1", "prompt": "hi", "max_tokens": 2}""");

        JsonNode choice = Json.MAPPER.readTree(answer.body()).at("/choices/0");
        assertThat(choice.path("text").stringValue()).isEqualTo("Hello from");
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("length");
    }

    @Test
    void embedsEachInputAlikeInBothEncodings() throws Exception {
        String numbers = post("embeddings", "demo-healthy-main", """
                {"model": "e-1", "input": ["a", "b"], "dimensions": 3}""").body();
        String base64 = post("embeddings", "demo-healthy-main", """
                        {"model": "e-1", "input": ["a", "b"], "dimensions": 3, "encoding_format": "base64"}""").body();

        JsonNode plain = Json.MAPPER.readTree(numbers).path("data");
        JsonNode encoded = Json.MAPPER.readTree(base64).path("data");
        assertThat(plain.size()).isEqualTo(2);
        assertThat(plain.get(0).path("embedding")).isNotEqualTo(plain.get(1).path("embedding"));
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(encoded.get(1).path("embedding").stringValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode number : plain.get(1).path("embedding").values()) {
            assertThat(bytes.getFloat()).isEqualTo(number.floatValue());
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "demo-rate-limited-x, 429, requests, rate_limit_exceeded",
        "demo-out-of-quota-x, 429, insufficient_quota, insufficient_quota",
        "demo-rejected-x, 401, invalid_request_error, invalid_api_key",
        "demo-failing-x, 500, server_error,",
        "demo-overloaded-x, 503, server_error,",
        "some-other-key, 401, invalid_request_error, invalid_api_key",
    })
    void refusesAsTheKeySays(String key, int status, String type, String code) throws Exception {
        for (String path : List.of("chat/completions", "completions", "embeddings")) {
            HttpResponse<String> answer = post(path, key, CHAT);

            assertThat(answer.statusCode()).isEqualTo(status);
            JsonNode error = Json.MAPPER.readTree(answer.body()).path("error");
            assertThat(error.path("type").stringValue()).isEqualTo(type);
            assertThat(error.path("code").stringValue(null)).isEqualTo(code);
            assertThat(answer.headers().firstValue("retry-after").isPresent())
                    .isEqualTo("rate_limit_exceeded".equals(code));
        }
    }

    @Test
    void listsItsModelsToAKeyThatIsGood() throws Exception {
        HttpResponse<String> answer = get("models", "demo-healthy-main");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("4999");
        JsonNode body = Json.MAPPER.readTree(answer.body());
        assertThat(body.path("object").stringValue()).isEqualTo("list");
        assertThat(body.path("data").valueStream())
                .extracting(model -> model.path("id").stringValue())
                .contains("demo-chat", "demo-large", "demo-small", "demo-embedding");
    }

    @ParameterizedTest
    @CsvSource({
        "demo-rate-limited-x, 429, rate_limit_exceeded",
        "demo-out-of-quota-x, 429, insufficient_quota",
        "demo-rejected-x, 401, invalid_api_key",
        "demo-failing-x, 500,",
        "some-other-key, 401, invalid_api_key",
    })
    void listsNoModelsToAnyOtherKey(String key, int status, String code) throws Exception {
        HttpResponse<String> answer = get("models", key);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Json.MAPPER.readTree(answer.body()).at("/error/code").stringValue(null))
                .isEqualTo(code);
    }

    @Test
    void tellsWhichKeyWasUsedButNeverOneItDoesNotKnow() throws Exception {
        post("chat/completions", "demo-overloaded-told", CHAT);
        post("chat/completions", "not-a-demo-key", CHAT);

        assertThat(SERVED)
                .contains("alpha told /v1/chat/completions 503", "alpha unknown key /v1/chat/completions 401");
        assertThat(SERVED).noneMatch(line -> line.contains("not-a-demo-key"));
    }

    @Test
    void refusesBodiesThatAreNotJson() throws Exception {
        assertThat(post("chat/completions", "demo-healthy-main", "{\"model\":").statusCode())
                .isEqualTo(400);
    }

    @Test
    void knowsNoOtherUrl() throws Exception {
        HttpResponse<String> answer = post("images/generations", "demo-healthy-main", CHAT);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("Invalid URL (POST /v1/images/generations)");
    }

    private static HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/" + path))
                .header("authorization", "Bearer " + key)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String key, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/" + path))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static List<String> dataOf(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private static String textOf(List<JsonNode> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").stringValue("")));
        return text.toString();
    }
}

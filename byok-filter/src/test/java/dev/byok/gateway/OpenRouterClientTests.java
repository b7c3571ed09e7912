package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class OpenRouterClientTests {

    @ParameterizedTest
    @CsvSource({
        "User-Agent, speakeasy-sdk/typescript 1.3.19 2.914.0 1.0.0 @openrouter/sdk, OPENROUTER",
        "user-agent, ai-sdk/openrouter/2.10.0 ai/6.0.326 runtime/node.js/20, OPENROUTER",
        "User-Agent, OpenAIClientImpl/Java 4.100.0, OPENAI",
        "User-Agent, OpenAI/JS 6.49.0, OPENAI",
        "HTTP-Referer, https://example.org, OPENAI",
        "X-Title, Example, OPENAI",
        "X-OpenRouter-Title, Example, OPENROUTER",
        "x-openrouter-metadata, enabled, OPENROUTER"
    })
    void tellsClientsByWhatTheySend(String name, String value, ErrorShape shape) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Accept", "application/json");
        headers.set(name, value);

        assertThat(ErrorShape.of(ApiOperation.CHAT_COMPLETIONS, headers)).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource({"OpenAIClientImpl/Java 4.100.0, OPENAI", "AsyncOpenAI/Python 2.1.0, OPENAI", "curl/8.5.0, OPENROUTER"})
    void anSdkOfOpenAisNeverGetsOthersErrors(String agent, ErrorShape shape) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("User-Agent", agent);
        headers.set("X-OpenRouter-Title", "Example");

        assertThat(ErrorShape.of(ApiOperation.CHAT_COMPLETIONS, headers)).isEqualTo(shape);
        assertThat(OpenRouterClient.isNamed(headers)).isFalse();
    }
}

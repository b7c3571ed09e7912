package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiOperationTests {

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, CHAT_COMPLETIONS",
        "/llm/openai/chat/completions, CHAT_COMPLETIONS",
        "/v1/completions, COMPLETIONS",
        "/v1/embeddings, EMBEDDINGS",
        "/v1/models, MODELS",
        "/v1/messages, MESSAGES",
        "/llm/v1/messages, MESSAGES",
        "/messages, MESSAGES",
        "/v1/messages/count_tokens, COUNT_TOKENS",
        "/v1/threads/thread_1/messages,",
        "/rooms/1/messages,",
        "/v/messages,",
        "/v1beta/messages,",
        "/v1/messages/batches,"
    })
    void isKnownByTheEndOfThePath(String path, @Nullable ApiOperation operation) {
        assertThat(ApiOperation.of(path)).isEqualTo(operation);
    }
}

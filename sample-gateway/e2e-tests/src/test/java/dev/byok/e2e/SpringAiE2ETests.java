package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI, with the gateway as its OpenAI. */
@ExtendWith(LeakWatch.class)
class SpringAiE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("gpt")
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .policy(policy -> policy.model("gpt", "", "gpt/gpt-x")
                    .model("claude", "", "claude/claude-sonnet-4-5")
                    .model("first", "", "claude/claude-sonnet-4-5", "gpt/gpt-x")
                    .prioritized("gpt", "g1")
                    .prioritized("claude", "c1"));

    private static ChatModel model(String name) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(STAGE.gateway().baseUrl())
                        .apiKey(STAGE.policy().gatewayKey("agent"))
                        .model(name)
                        .maxRetries(0)
                        .build())
                .build();
    }

    private static void answers() {
        STAGE.upstream("gpt").on("sk-g1", Answers.ok("Hello there"));
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.ok("Hello there"));
    }

    private static Prompt prompt() {
        return new Prompt(List.of(new SystemMessage("Be brief."), new UserMessage("Hi")));
    }

    private static String whole(ChatModel model) {
        return text(Objects.requireNonNull(model.call(prompt())));
    }

    private static String streamed(ChatModel model) {
        return String.join(
                "",
                Objects.requireNonNull(model.stream(prompt())
                        .map(SpringAiE2ETests::text)
                        .collectList()
                        .block(Duration.ofSeconds(20))));
    }

    private static String text(ChatResponse response) {
        return response.getResults().isEmpty()
                ? ""
                : Objects.requireNonNullElse(
                        response.getResults().get(0).getOutput().getText(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude"})
    void readsAnswersOfEitherDialect(String name) {
        answers();

        assertThat(whole(model(name))).isEqualTo("Hello there");
        assertThat(streamed(model(name))).isEqualTo("Hello there");
    }

    @Test
    void doesNotSeeThatAnotherDialectTookOver() {
        answers();
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());

        assertThat(whole(model("first"))).isEqualTo("Hello there");
        assertThat(streamed(model("first"))).isEqualTo("Hello there");
        assertThat(STAGE.upstream("claude").calls()).isNotEmpty();
    }

    @Test
    void tellsWhatWentWrong() {
        STAGE.upstream("gpt")
                .on(
                        "sk-g1",
                        Answers.status(400, "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\"}}"));

        assertThatThrownBy(() -> whole(model("gpt"))).hasMessageContaining("bad");
        assertThatThrownBy(() -> whole(model("nobody-s"))).hasMessageContaining("nobody-s");
    }
}

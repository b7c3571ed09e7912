package dev.byok.benchmark.translation;

import dev.byok.benchmark.ChatRequests;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.AnthropicMessages;
import dev.byok.dialect.anthropic.inbound.AnthropicInbound;
import dev.byok.dialect.bedrock.BedrockConverse;
import dev.byok.dialect.chat.PlainChat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** From one dialect's words into another's. */
public enum Translation {
    OPENAI_TO_ANTHROPIC("of OpenAI's in Anthropic's words"),
    OPENAI_TO_BEDROCK("of OpenAI's in Bedrock's words"),
    ANTHROPIC_TO_OPENAI("of Anthropic's in OpenAI's words"),
    /** By way of OpenAI's. */
    ANTHROPIC_TO_BEDROCK("of Anthropic's in Bedrock's words");

    private final String title;

    Translation(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Returns a request to be translated. */
    byte[] request() {
        return this == OPENAI_TO_ANTHROPIC || this == OPENAI_TO_BEDROCK
                ? ChatRequests.ofSixteenKilobytes()
                : ChatRequests.ofSixteenKilobytesInAnthropicsWords();
    }

    /** Returns the body in the other words; owned by whoever called. */
    ByteBuf translate(byte[] body) {
        JsonTape request = JsonTape.of(body);
        return switch (this) {
            case OPENAI_TO_ANTHROPIC -> translate(request, new AnthropicMessages(), "claude-sonnet-4-5");
            case OPENAI_TO_BEDROCK -> toBedrock(request);
            case ANTHROPIC_TO_OPENAI ->
                PlainChat.of(chat(request))
                        .body(ByteBufAllocator.DEFAULT, "openai", "gpt-5.2", "max_tokens", null, false);
            case ANTHROPIC_TO_BEDROCK -> toBedrock(chat(request));
        };
    }

    private static JsonTape chat(JsonTape request) {
        return new AnthropicInbound().chat(request).chat();
    }

    private static ByteBuf toBedrock(JsonTape chat) {
        return translate(chat, new BedrockConverse(), "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    }

    private static ByteBuf translate(JsonTape chat, UpstreamDialect dialect, String model) {
        return dialect.request(chat, null).body(ByteBufAllocator.DEFAULT, model);
    }
}

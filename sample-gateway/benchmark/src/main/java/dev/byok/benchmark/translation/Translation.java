package dev.byok.benchmark.translation;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.AnthropicMessages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** From one dialect's words into another's. */
public enum Translation {
    ANTHROPIC("in Anthropic's words", "claude-sonnet-4-5");

    private final String title;
    private final String model;

    Translation(String title, String model) {
        this.title = title;
        this.model = model;
    }

    public String title() {
        return title;
    }

    /** Returns a chat completion's body in the other words; owned by whoever called. */
    ByteBuf translate(byte[] body) {
        return dialect().request(body, null).body(ByteBufAllocator.DEFAULT, model);
    }

    private UpstreamDialect dialect() {
        return switch (this) {
            case ANTHROPIC -> new AnthropicMessages();
        };
    }
}

package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.AnswerTranslation;
import dev.byok.dialect.ApiError;
import dev.byok.dialect.ChatRequest;
import dev.byok.dialect.ChatStream;
import dev.byok.dialect.InboundDialect;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.Usage;
import dev.byok.dialect.anthropic.AnthropicUsage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages (platform.claude.com/docs/en/api/messages, 2026-11) as callers send them. */
public final class AnthropicInbound implements InboundDialect {

    @Override
    public ChatRequest chat(JsonTape body) {
        return RequestWriter.write(body);
    }

    @Override
    public AnswerStream passing() {
        return ChatStream.of(new PassedMessages());
    }

    @Override
    public AnswerStream listening(int maxEventBytes) {
        return ChatStream.ofShortEvents(new PassedMessages(), maxEventBytes);
    }

    @Override
    public @Nullable Usage usage(byte[] answer) {
        JsonTape tape = new JsonTape();
        if (!tape.read(answer, 0, answer.length)) {
            return null;
        }
        AnthropicUsage reported = new AnthropicUsage();
        reported.read(tape, tape.member(JsonTape.ROOT, "usage"));
        return reported.normalised();
    }

    @Override
    public AnswerTranslation answers(@Nullable AnswerTranslation upstream) {
        return new ToMessages(upstream);
    }

    @Override
    public byte[] errorBody(ApiError error, String id) {
        return AnthropicErrors.body(error, id);
    }

    @Override
    public ByteBuf errorEvent(ApiError error, String id) {
        return AnthropicErrors.event(error, id);
    }
}

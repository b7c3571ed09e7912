package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.AnthropicMessages;
import dev.byok.dialect.bedrock.BedrockConverse;
import dev.byok.dialect.bedrock.BedrockEmbeddings;
import dev.byok.dialect.bedrock.BedrockTokenCounts;
import dev.byok.provider.Dialect;
import org.jspecify.annotations.Nullable;

/** The dialects that are translated. */
final class UpstreamDialects {

    private static final UpstreamDialect ANTHROPIC_MESSAGES = new AnthropicMessages();

    private static final UpstreamDialect BEDROCK_CONVERSE = new BedrockConverse();

    private static final UpstreamDialect BEDROCK_EMBEDDINGS = new BedrockEmbeddings();

    private static final UpstreamDialect BEDROCK_TOKEN_COUNTS = new BedrockTokenCounts();

    private UpstreamDialects() {}

    /** Returns how a conversation is asked for in a dialect; null where that is as OpenAI's callers do. */
    static @Nullable UpstreamDialect of(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> null;
            case ANTHROPIC_MESSAGES -> ANTHROPIC_MESSAGES;
            case BEDROCK_CONVERSE -> BEDROCK_CONVERSE;
        };
    }

    /** Returns how an operation is asked for in a dialect; null where that is as its callers do, or it cannot be. */
    static @Nullable UpstreamDialect of(Dialect dialect, ApiOperation operation) {
        return switch (operation) {
            case CHAT_COMPLETIONS, MESSAGES -> of(dialect);
            case EMBEDDINGS -> dialect == Dialect.BEDROCK_CONVERSE ? BEDROCK_EMBEDDINGS : null;
            case COUNT_TOKENS -> dialect == Dialect.BEDROCK_CONVERSE ? BEDROCK_TOKEN_COUNTS : null;
            case COMPLETIONS, MODELS -> null;
        };
    }
}

package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.AnthropicMessages;
import dev.byok.dialect.bedrock.BedrockConverse;
import dev.byok.dialect.bedrock.BedrockEmbeddings;
import dev.byok.provider.Dialect;
import org.jspecify.annotations.Nullable;

/** The dialects that are translated. */
final class UpstreamDialects {

    private static final UpstreamDialect ANTHROPIC_MESSAGES = new AnthropicMessages();

    private static final UpstreamDialect BEDROCK_CONVERSE = new BedrockConverse();

    private static final UpstreamDialect BEDROCK_EMBEDDINGS = new BedrockEmbeddings();

    private UpstreamDialects() {}

    /** Returns how an operation is asked for in a provider's dialect; null where that is the callers' own, or it cannot be. */
    static @Nullable UpstreamDialect of(Dialect dialect, ApiOperation operation) {
        boolean chat = operation == ApiOperation.CHAT_COMPLETIONS;
        return switch (dialect) {
            case OPENAI_CHAT -> null;
            case ANTHROPIC_MESSAGES -> chat ? ANTHROPIC_MESSAGES : null;
            case BEDROCK_CONVERSE -> bedrock(operation);
        };
    }

    private static @Nullable UpstreamDialect bedrock(ApiOperation operation) {
        return switch (operation) {
            case CHAT_COMPLETIONS -> BEDROCK_CONVERSE;
            case EMBEDDINGS -> BEDROCK_EMBEDDINGS;
            default -> null;
        };
    }
}

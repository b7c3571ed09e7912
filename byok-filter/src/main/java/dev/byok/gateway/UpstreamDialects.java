package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.AnthropicMessages;
import dev.byok.provider.Dialect;
import org.jspecify.annotations.Nullable;

/** The dialects that are translated. */
final class UpstreamDialects {

    private static final UpstreamDialect ANTHROPIC_MESSAGES = new AnthropicMessages();

    private UpstreamDialects() {}

    /** Returns how a provider's dialect is spoken; null where it is the callers' own. */
    static @Nullable UpstreamDialect of(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> null;
            case ANTHROPIC_MESSAGES -> ANTHROPIC_MESSAGES;
        };
    }
}

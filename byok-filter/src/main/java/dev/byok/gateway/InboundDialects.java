package dev.byok.gateway;

import dev.byok.dialect.AnswerTranslation;
import dev.byok.dialect.InboundDialect;
import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.inbound.AnthropicInbound;
import dev.byok.provider.Dialect;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dialects that callers speak, beside OpenAI's. */
final class InboundDialects {

    static final InboundDialect ANTHROPIC_MESSAGES = new AnthropicInbound();

    private static final Map<Dialect, AnswerTranslation> TO_ANTHROPIC = answersIn(ANTHROPIC_MESSAGES);

    private InboundDialects() {}

    private static Map<Dialect, AnswerTranslation> answersIn(InboundDialect inbound) {
        Map<Dialect, AnswerTranslation> answers = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            UpstreamDialect upstream = UpstreamDialects.of(dialect);
            answers.put(dialect, inbound.answers(upstream));
        }
        return answers;
    }

    /** Returns how an operation's callers speak; null where it is OpenAI's dialect, or not known. */
    static @Nullable InboundDialect of(@Nullable ApiOperation operation) {
        return operation != null && operation.dialect() == Dialect.ANTHROPIC_MESSAGES ? ANTHROPIC_MESSAGES : null;
    }

    /** Returns how a provider's answers are said to an operation's callers; null where both speak the same. */
    static @Nullable AnswerTranslation answers(ApiOperation operation, Dialect upstream) {
        if (operation.dialect() == upstream) {
            return null;
        }
        return operation == ApiOperation.MESSAGES
                ? TO_ANTHROPIC.get(upstream)
                : UpstreamDialects.of(upstream, operation);
    }
}

package dev.byok.provider;

import org.jspecify.annotations.Nullable;

/** The API that a provider speaks. */
public enum Dialect {
    /** OpenAI's chat completions, which callers speak too: bytes pass as they are. */
    OPENAI_CHAT("openai-chat"),
    /** Anthropic's messages (platform.claude.com/docs/en/api/messages): requests and answers are translated. */
    ANTHROPIC_MESSAGES("anthropic-messages"),
    /** Amazon Bedrock's Converse, and what it invokes for embeddings: requests and answers are translated. */
    BEDROCK_CONVERSE("bedrock-converse");

    private final String text;

    Dialect(String text) {
        this.text = text;
    }

    /** Returns the name used in the policy. */
    public String text() {
        return text;
    }

    /** Returns the dialect of this name, or null. */
    public static @Nullable Dialect byText(String text) {
        for (Dialect dialect : values()) {
            if (dialect.text.equals(text)) {
                return dialect;
            }
        }
        return null;
    }
}

package dev.byok.request;

/** In whose words a body asks. */
public enum BodyForm {
    /** OpenAI's: chat and text completions, embeddings. */
    OPENAI,
    /** Anthropic's messages. */
    ANTHROPIC
}

package dev.byok.dialect.bedrock;

import java.util.Locale;

/**
 * Whose model a model id names (docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html,
 * 2026-11): what of Converse a model takes depends on it.
 */
enum BedrockFamily {
    CLAUDE("claude"),
    NOVA("amazon.nova"),
    TITAN("amazon.titan"),
    LLAMA("meta."),
    MISTRAL("mistral."),
    COHERE("cohere."),
    JAMBA("ai21."),
    DEEPSEEK("deepseek."),
    OPENAI("openai."),
    /** Anybody's, or one behind an ARN that does not tell: taken to understand all that Converse can say. */
    OTHER("");

    private final String mark;

    /** @param mark what its models' ids hold and no others do */
    BedrockFamily(String mark) {
        this.mark = mark;
    }

    /** Returns the family of a model's id, an inference profile's, or an ARN's. */
    static BedrockFamily of(String model) {
        String id = id(model);
        for (BedrockFamily family : values()) {
            if (id.contains(family.mark)) {
                return family;
            }
        }
        return OTHER;
    }

    /** Returns what of an ARN names the model; accounts and regions tell nothing. */
    static String id(String model) {
        return model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** Returns whether it can be told to call a tool. */
    boolean takesToolChoice() {
        return switch (this) {
            case CLAUDE, NOVA, MISTRAL, OPENAI, OTHER -> true;
            case TITAN, LLAMA, COHERE, JAMBA, DEEPSEEK -> false;
        };
    }

    /** Returns whether it may answer by a JSON schema. */
    boolean takesSchema() {
        return switch (this) {
            case CLAUDE, MISTRAL, DEEPSEEK, OPENAI, OTHER -> true;
            case NOVA, TITAN, LLAMA, COHERE, JAMBA -> false;
        };
    }

    /** Returns whether a prompt may be marked for its cache, and results of tools hold more than text. */
    boolean isRich() {
        return this == CLAUDE || this == NOVA || this == OTHER;
    }
}

package dev.byok.gateway;

import dev.byok.provider.Dialect;
import dev.byok.request.BodyForm;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** An operation of our API, recognised by the end of the path as it stands after the host's own rewriting. */
enum ApiOperation {
    CHAT_COMPLETIONS("/chat/completions", HttpMethod.POST, Dialect.OPENAI_CHAT, true),
    COMPLETIONS("/completions", HttpMethod.POST, Dialect.OPENAI_CHAT, true),
    EMBEDDINGS("/embeddings", HttpMethod.POST, Dialect.OPENAI_CHAT, false),
    MODELS("/models", HttpMethod.GET, Dialect.OPENAI_CHAT, false),
    /** Anthropic's. */
    MESSAGES("/messages", HttpMethod.POST, Dialect.ANTHROPIC_MESSAGES, true),
    /** Anthropic's: how many tokens a message would be. */
    COUNT_TOKENS("/messages/count_tokens", HttpMethod.POST, Dialect.ANTHROPIC_MESSAGES, false);

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // it is, without saying so
    private final HttpMethod method;

    private final Dialect dialect;
    private final boolean streams;

    ApiOperation(String path, HttpMethod method, Dialect dialect, boolean streams) {
        this.path = path;
        this.method = method;
        this.dialect = dialect;
        this.streams = streams;
    }

    /** Returns the operation a path ends with, under any prefix that is not somebody else's, or null. */
    static @Nullable ApiOperation of(String path) {
        for (ApiOperation operation : values()) {
            if (path.endsWith(operation.path) && operation.isBehind(path.length() - operation.path.length(), path)) {
                return operation;
            }
        }
        return null;
    }

    /** Others have messages too: those of Anthropic's API stand behind its version, or at the root. */
    private boolean isBehind(int end, String path) {
        if (dialect == Dialect.OPENAI_CHAT || end == 0) {
            return true;
        }
        int slash = path.lastIndexOf('/', end - 1);
        boolean version = end - slash > 2 && path.charAt(slash + 1) == 'v';
        for (int i = slash + 2; i < end; i++) {
            version &= path.charAt(i) >= '0' && path.charAt(i) <= '9';
        }
        return version;
    }

    /** Returns the path below a provider's base URL. */
    String path() {
        return path;
    }

    HttpMethod method() {
        return method;
    }

    /** Returns what its callers speak: an endpoint that speaks it too gets their bytes as they are. */
    Dialect dialect() {
        return dialect;
    }

    /** Returns in whose words its bodies are. */
    BodyForm form() {
        return dialect == Dialect.ANTHROPIC_MESSAGES ? BodyForm.ANTHROPIC : BodyForm.OPENAI;
    }

    /** Returns whether a model writes something. */
    boolean generates() {
        return this != EMBEDDINGS && this != COUNT_TOKENS;
    }

    /**
     * Returns whether another model may give the answer as well. One that embeds has a space of its own: its vectors among
     * another's would be wrong without anybody being told. So would be a count of tokens.
     */
    boolean allowsSubstitutes() {
        return generates();
    }

    /**
     * Returns whether providers allow and limit it apart from their models' answers, as AWS by the action
     * {@code bedrock:CountTokens} and Anthropic (platform.claude.com/docs/en/build-with-claude/token-counting, 2026-11).
     */
    boolean isApart() {
        return this == COUNT_TOKENS;
    }

    /** Returns whether a body's {@code stream} means anything here. */
    boolean streams() {
        return streams;
    }
}

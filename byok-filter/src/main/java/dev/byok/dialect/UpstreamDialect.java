package dev.byok.dialect;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A dialect that providers speak and callers do not: how a caller's chat completion is asked for in it, and how its answers
 * are said in the caller's. Immutable; may be used by any thread. Each has a package of its own.
 */
public interface UpstreamDialect extends AnswerTranslation {

    /**
     * Returns the path below a provider's base URL, with a slash in front, encoded as it is sent.
     *
     * @param model the model's name in the provider's own words
     */
    String path(String model, boolean stream);

    /** Returns the media type of its streams. */
    default String streamType() {
        return "text/event-stream";
    }

    /** Sets the headers that every request carries, beside the credential; by name and value. */
    void headers(BiConsumer<String, String> header);

    /** Returns the header in which an answer has its id. */
    String requestId();

    /** Returns the header in which an answer counts the tokens that its body does not; null for none. */
    default @Nullable String promptTokens() {
        return null;
    }

    /**
     * Takes a request apart. It is not changed by it, and the result does not need it any more.
     *
     * @param chat an object, without what only a router understands
     * @param mostTokens what the answer may have at most, thoughts included, where the request asks for no less; null where
     *     nobody limits that
     */
    TranslatedRequest request(JsonTape chat, @Nullable Integer mostTokens);
}

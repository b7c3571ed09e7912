package dev.byok.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a request body, with the places a splice has to touch. Made by {@link BodyScanner} only
 * and valid for the body it was made from.
 *
 * @param model {@code model}, decoded; never empty
 * @param models {@code models}, decoded; null if absent or null
 * @param provider the object {@code provider}
 * @param session the conversation's name: {@code session_id}, else {@code prompt_cache_key}; null if there is neither
 * @param stream the caller wants a stream
 * @param includeUsage the caller asked for {@code stream_options.include_usage}
 * @param reasoning the caller asked for reasoning, so that the answer may take longer to begin
 * @param maxTokens the larger of {@code max_tokens} and {@code max_completion_tokens}; null unless one is a positive
 *     integer; {@link Integer#MAX_VALUE} stands for anything larger
 * @param choices how many answers the caller wants at once ({@code n}); 1 unless it says a larger integer
 * @param length of the body in bytes
 * @param marks where the splice cuts
 */
public record BodyFacts(
        String model,
        @Nullable List<String> models,
        ProviderPreferences provider,
        @Nullable String session,
        boolean stream,
        boolean includeUsage,
        boolean reasoning,
        @Nullable Integer maxTokens,
        int choices,
        int length,
        Marks marks) {

    public BodyFacts {
        models = models == null ? null : List.copyOf(models);
    }

    /**
     * Places in the body.
     *
     * @param model the value of {@code model}, quotes included
     * @param models the member {@code models} with one neighbouring comma; null if absent
     * @param usage how the body says {@code include_usage}
     * @param usageAt where {@link UsageOption#text()} belongs
     */
    record Marks(Span model, @Nullable Span models, UsageOption usage, Span usageAt) {}
}

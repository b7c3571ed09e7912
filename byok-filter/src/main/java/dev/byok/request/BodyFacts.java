package dev.byok.request;

import dev.byok.policy.Capability;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a request body, with the places a splice has to touch. Made by {@link BodyScanner} only
 * and valid for the body it was made from.
 *
 * @param model {@code model}, decoded; never empty
 * @param models {@code models}, decoded; null if absent or null
 * @param provider the object {@code provider}
 * @param session the conversation's name, {@code session_id}; null if there is none
 * @param promptCacheKey {@code prompt_cache_key}, where it may be a conversation's name, or a user's id of Anthropic's that
 *     holds one; null otherwise
 * @param stream the caller wants a stream
 * @param includeUsage the caller asked for {@code stream_options.include_usage}, or for {@code usage.include}
 * @param reasoning the caller asked for reasoning, so that the answer may take longer to begin
 * @param needs what an endpoint has to be able to do for it, as far as the fields beside the messages tell
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
        @Nullable String promptCacheKey,
        boolean stream,
        boolean includeUsage,
        boolean reasoning,
        Set<Capability> needs,
        @Nullable Integer maxTokens,
        int choices,
        int length,
        Marks marks) {

    public BodyFacts {
        models = models == null ? null : List.copyOf(models);
        needs = Set.copyOf(needs);
    }

    /**
     * Places in the body.
     *
     * @param model the value of {@code model}, quotes included; where a list of models stands for it, that list with its name
     * @param modelNamed whether the body says {@code model}
     * @param dropped members that a provider must not see, each with one neighbouring comma, in the body's order
     * @param unsigned thoughts and messages that only who speaks their dialect must not see, likewise
     * @param usage how the body says {@code include_usage}
     * @param usageAt where {@link UsageOption#text()} belongs
     * @param messagesFrom first byte of the list of messages
     * @param messagesTo first byte after it; the same where there are none
     * @param system what Anthropic has as the system's words; null where there is none
     * @param openLimits values of {@code max_tokens} and {@code max_completion_tokens} that are no positive integers
     */
    record Marks(
            Span model,
            boolean modelNamed,
            List<Span> dropped,
            List<Span> unsigned,
            UsageOption usage,
            Span usageAt,
            int messagesFrom,
            int messagesTo,
            @Nullable Span system,
            List<Span> openLimits) {}
}

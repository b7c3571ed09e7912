package dev.byok.command.explain;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a policy: a request that nobody sends.
 *
 * @param caller its name, or {@code workspace/name} where several workspaces have one of that name
 * @param models slugs, in the order of the request
 * @param strict whether the request itself asks for own keys only
 * @param profile which of its caller's profiles the request itself names; null where it names none
 * @param dataClass what the request itself says of its content; null where it says nothing
 * @param keys what keys have just met, by name
 * @param providers what all endpoints of a provider have just met, so often that they are left alone
 * @param promptTokens null where no cost is asked for
 * @param answerTokens the longest answer's
 */
public record Question(
        String caller,
        List<String> models,
        boolean strict,
        @Nullable String profile,
        @Nullable String dataClass,
        Map<String, Outcome> keys,
        Map<String, OutcomeClass> providers,
        Instant at,
        @Nullable Long promptTokens,
        long answerTokens) {

    public Question {
        models = List.copyOf(models);
        keys = Map.copyOf(keys);
        providers = Map.copyOf(providers);
    }
}

package dev.byok.scenario;

import dev.byok.outcome.OutcomeClass;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and what was before it. What is not said is at rest: keys are healthy, secrets resolved, limits far away, and
 * nothing of a route or a header narrows the request.
 *
 * @param workspace the caller's
 * @param caller who asks, by the name it has in its workspace
 * @param models slugs of the catalog, in the request's order; never empty
 * @param keys what provider keys have just met, by name: the workspace's own keys, or the operator's
 * @param providers what all endpoints of a provider have just met so often in a row that they are left alone, for the
 *     workspace's own keys as for the operator's; one of {@link Met#OF_PROVIDERS}
 * @param at when; null for now
 * @param strict whether the request itself asks for own keys only, as {@code x-byok-strict} does
 * @param profile which of its caller's profiles the request itself names, as {@code x-byok-profile} does; null where it
 *     names none
 * @param dataClass what the request itself says of its content, as {@code x-byok-data-class} does; null where it says nothing
 * @param promptTokens what the prompt has; null for as many as the model's context leaves
 * @param maxTokens what the answer may have at most; null for as many as the model's context leaves
 */
public record Given(
        String workspace,
        String caller,
        List<String> models,
        Map<String, Met> keys,
        Map<String, OutcomeClass> providers,
        @Nullable Instant at,
        boolean strict,
        @Nullable String profile,
        @Nullable String dataClass,
        @Nullable Integer promptTokens,
        @Nullable Integer maxTokens) {

    public Given {
        models = List.copyOf(models);
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    }

    /** Returns the caller's name as it is unmistakable in the whole policy. */
    public String qualifiedCaller() {
        return workspace + "/" + caller;
    }
}

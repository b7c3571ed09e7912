package dev.byok.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model of the catalog.
 *
 * @param slug the name callers use, as in {@code openai/gpt-5.2}
 * @param context tokens that prompt and answer may hold together; null where the catalog does not say
 * @param maxOutput tokens that an answer may have; null where the catalog does not say
 * @param endpoints who serves it, in the catalog's order; never empty
 */
public record Model(
        String slug,
        @Nullable Integer context,
        @Nullable Integer maxOutput,
        List<Endpoint> endpoints,
        SourceLocation location) {

    public Model {
        endpoints = List.copyOf(endpoints);
    }

    /** One of which the catalog does not say how long its answers may be. */
    public Model(String slug, @Nullable Integer context, List<Endpoint> endpoints, SourceLocation location) {
        this(slug, context, null, endpoints, location);
    }
}

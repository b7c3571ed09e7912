package dev.byok.sticky;

import org.jspecify.annotations.Nullable;

/** Where one request's conversation is pinned, by model. */
@FunctionalInterface
public interface PinView {

    /** A request that belongs to no conversation, or to one that goes anywhere. */
    PinView NONE = model -> null;

    /**
     * Returns what served the conversation with a model; null where nothing did lately.
     *
     * @param model its slug
     */
    @Nullable
    Pin of(String model);
}

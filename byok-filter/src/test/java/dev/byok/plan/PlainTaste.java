package dev.byok.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one profile likes, in plain words.
 *
 * @param order providers; empty where it says nothing
 * @param sort what leads; null where it says nothing
 * @param rotation null where it says nothing
 * @param ownKeysFirst null where it says nothing
 */
record PlainTaste(
        List<String> order,
        @Nullable String sort,
        @Nullable String rotation,
        @Nullable Boolean ownKeysFirst) {}

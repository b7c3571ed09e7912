package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A caller's request in another dialect, for any model that speaks it. Immutable; may be used by any thread. */
public interface TranslatedRequest {

    /**
     * Returns what of the request cannot be said, as in {@code messages[2].content[0].input_audio}; null if all of it can.
     *
     * @param model the model's name in the provider's own words; the catalog's where that tells nothing, and no body
     *     names it
     */
    @Nullable
    String obstacle(String model);

    /** Returns what of the request no model at all can be told; null if that depends on the model, or all of it can. */
    default @Nullable String unsayable() {
        return null;
    }

    /**
     * Returns the body for a model that there is no obstacle to.
     *
     * @return direct memory, owned by the caller
     */
    ByteBuf body(ByteBufAllocator allocator, String model);

    /** Returns whether the answer's numbers are wanted in base64. */
    default boolean base64() {
        return false;
    }
}

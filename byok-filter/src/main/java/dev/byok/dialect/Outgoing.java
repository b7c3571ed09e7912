package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/** Gathers what one call forwards: a single buffer as it is, several as a composite. Owns them until they are taken. */
final class Outgoing {

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf single;
    private @Nullable CompositeByteBuf several;

    Outgoing(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Adds a buffer at the end, and owns it from now on. */
    void add(ByteBuf buffer) {
        if (several != null) {
            several.addComponent(true, buffer);
        } else if (single != null) {
            // Without a bound: at its bound a composite would copy all of its components into one.
            several = allocator.compositeBuffer(Integer.MAX_VALUE);
            several.addComponent(true, single).addComponent(true, buffer);
            single = null;
        } else {
            single = buffer;
        }
    }

    /** Returns everything, owned by the caller; null if there is nothing. */
    @Nullable
    ByteBuf take() {
        ByteBuf taken = several != null ? several : single;
        single = null;
        several = null;
        return taken;
    }
}

package dev.byok.dialect.bedrock;

import dev.byok.dialect.TranslatedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Asks how many tokens a request would be. A schema for the answer, which takes some too, cannot be told. */
record TokenCountRequest(ConverseRequest asked) implements TranslatedRequest {

    @Override
    public @Nullable String obstacle(String model) {
        String obstacle = asked.obstacle(model);
        return obstacle == null && asked.format() != null ? "response_format" : obstacle;
    }

    @Override
    public @Nullable String unsayable() {
        return asked.unsayable();
    }

    @Override
    public ByteBuf body(ByteBufAllocator allocator, String model) {
        return asked.counted(allocator, model);
    }
}

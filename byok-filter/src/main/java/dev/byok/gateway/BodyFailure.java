package dev.byok.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Why a body ended before its answer did.
 *
 * @param cause what the connection reported; null where a timer or the reader ended it
 */
record BodyFailure(BodyEnd end, @Nullable Throwable cause) {}

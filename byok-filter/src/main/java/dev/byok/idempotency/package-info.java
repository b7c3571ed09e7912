/**
 * What became of requests that carry an {@code Idempotency-Key}: the first claims its key, those that follow get what it
 * got. Nothing here knows HTTP or asks anybody. Start with {@link dev.byok.idempotency.IdempotencyStore}.
 */
@NullMarked
package dev.byok.idempotency;

import org.jspecify.annotations.NullMarked;

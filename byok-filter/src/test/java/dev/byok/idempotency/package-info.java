@NullMarked
package dev.byok.idempotency;

import org.jspecify.annotations.NullMarked;

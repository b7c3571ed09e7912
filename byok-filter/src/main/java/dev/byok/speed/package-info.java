/**
 * How fast endpoints are: times to the first output and tokens per second enter as answers end, percentiles leave to whoever
 * plans. Start at {@link dev.byok.speed.Speeds}.
 */
@NullMarked
package dev.byok.speed;

import org.jspecify.annotations.NullMarked;

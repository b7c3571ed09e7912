/**
 * What it takes to put a large policy in force: the time from its bytes to the assignment that requests see, and the memory
 * for it. Start at {@link dev.byok.benchmark.live.LargePolicy}.
 */
@NullMarked
package dev.byok.benchmark.live;

import org.jspecify.annotations.NullMarked;

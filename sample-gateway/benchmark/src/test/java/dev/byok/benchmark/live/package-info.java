@NullMarked
package dev.byok.benchmark.live;

import org.jspecify.annotations.NullMarked;

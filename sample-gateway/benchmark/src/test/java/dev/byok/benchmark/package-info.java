@NullMarked
package dev.byok.benchmark;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.byok;

import org.jspecify.annotations.NullMarked;

/** Tests of the beans and of what is checked at start. */
@NullMarked
package dev.byok.autoconfigure;

import org.jspecify.annotations.NullMarked;

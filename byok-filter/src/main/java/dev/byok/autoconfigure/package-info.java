/** The beans of this library and the properties that a host may set. */
@NullMarked
package dev.byok.autoconfigure;

import org.jspecify.annotations.NullMarked;

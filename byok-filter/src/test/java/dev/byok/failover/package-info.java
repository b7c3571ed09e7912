/** Tests of what follows a failure. */
@NullMarked
package dev.byok.failover;

import org.jspecify.annotations.NullMarked;

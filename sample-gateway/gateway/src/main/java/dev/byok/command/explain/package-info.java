/** What a gateway would do with a request. */
@NullMarked
package dev.byok.command.explain;

import org.jspecify.annotations.NullMarked;

/** What several commands take and print. */
@NullMarked
package dev.byok.command.support;

import org.jspecify.annotations.NullMarked;

/** The command {@code byok}: what is looked at before a policy is live, without a gateway. */
@NullMarked
package dev.byok.command;

import org.jspecify.annotations.NullMarked;

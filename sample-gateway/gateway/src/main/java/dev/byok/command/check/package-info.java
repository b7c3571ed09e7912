/** Whether a policy can go live, and what else is worth a look. */
@NullMarked
package dev.byok.command.check;

import org.jspecify.annotations.NullMarked;

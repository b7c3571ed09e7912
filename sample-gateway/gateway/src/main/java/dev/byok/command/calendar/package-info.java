/** What in a policy has a date. */
@NullMarked
package dev.byok.command.calendar;

import org.jspecify.annotations.NullMarked;

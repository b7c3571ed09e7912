@NullMarked
package dev.byok.command.calendar;

import org.jspecify.annotations.NullMarked;

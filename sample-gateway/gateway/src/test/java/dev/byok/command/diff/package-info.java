@NullMarked
package dev.byok.command.diff;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.byok.command.check;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.byok.command.keys;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.byok.command.explain;

import org.jspecify.annotations.NullMarked;

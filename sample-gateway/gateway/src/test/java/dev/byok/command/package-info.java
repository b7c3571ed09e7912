@NullMarked
package dev.byok.command;

import org.jspecify.annotations.NullMarked;

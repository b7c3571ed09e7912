@NullMarked
package dev.byok.command.catalog;

import org.jspecify.annotations.NullMarked;

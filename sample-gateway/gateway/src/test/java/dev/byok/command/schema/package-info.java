@NullMarked
package dev.byok.command.schema;

import org.jspecify.annotations.NullMarked;

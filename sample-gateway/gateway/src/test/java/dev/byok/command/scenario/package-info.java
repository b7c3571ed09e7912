@NullMarked
package dev.byok.command.scenario;

import org.jspecify.annotations.NullMarked;

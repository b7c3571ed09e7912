@NullMarked
package dev.byok.health;

import org.jspecify.annotations.NullMarked;

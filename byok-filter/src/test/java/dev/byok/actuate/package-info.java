@NullMarked
package dev.byok.actuate;

import org.jspecify.annotations.NullMarked;

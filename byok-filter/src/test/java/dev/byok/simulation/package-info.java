@NullMarked
package dev.byok.simulation;

import org.jspecify.annotations.NullMarked;

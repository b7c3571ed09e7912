@NullMarked
package dev.byok.predicate;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.byok.price;

import org.jspecify.annotations.NullMarked;

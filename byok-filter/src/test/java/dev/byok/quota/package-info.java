@NullMarked
package dev.byok.quota;

import org.jspecify.annotations.NullMarked;

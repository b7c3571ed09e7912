@NullMarked
package dev.byok.caller;

import org.jspecify.annotations.NullMarked;

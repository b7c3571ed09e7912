@NullMarked
package dev.byok.revocation;

import org.jspecify.annotations.NullMarked;

/** Requests through a real gateway on a real port, to providers that do as they are told. */
@NullMarked
package dev.byok.e2e;

import org.jspecify.annotations.NullMarked;

/** Tells a test that something blocked an event loop; for the tests of all modules. */
@NullMarked
package dev.byok.blocking;

import org.jspecify.annotations.NullMarked;

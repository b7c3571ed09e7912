/** The sample: an ordinary Spring Cloud Gateway application with Byok in it. */
@NullMarked
package dev.byok.sample;

import org.jspecify.annotations.NullMarked;

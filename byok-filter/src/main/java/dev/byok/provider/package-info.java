/** What is built in about each kind of provider. */
@NullMarked
package dev.byok.provider;

import org.jspecify.annotations.NullMarked;

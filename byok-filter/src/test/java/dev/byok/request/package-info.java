/** Tests of the request body's reading, scanning and splicing. */
@NullMarked
package dev.byok.request;

import org.jspecify.annotations.NullMarked;

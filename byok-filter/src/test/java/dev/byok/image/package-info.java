/** Tests of fetching images. */
@NullMarked
package dev.byok.image;

import org.jspecify.annotations.NullMarked;

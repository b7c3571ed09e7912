/**
 * Images and PDFs that a request refers to by https, fetched for providers that cannot do so themselves: what enters is a
 * URL that whoever sends requests has chosen, what leaves is the bytes of what it says it is, or why not. Who may be asked
 * is for the policy to say. Start at {@link dev.byok.image.ImageFetcher}.
 */
@NullMarked
package dev.byok.image;

import org.jspecify.annotations.NullMarked;

/**
 * Which endpoint and key a conversation stays with: providers' prompt caches live per account. Names and hashes, never
 * content. Start at {@link dev.byok.sticky.Pins}.
 */
@NullMarked
package dev.byok.sticky;

import org.jspecify.annotations.NullMarked;

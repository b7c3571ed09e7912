/**
 * Secrets that stand in the policy itself, encrypted by Tink with the gateway's own key. The command {@code byok encrypt}
 * uses {@link dev.byok.secret.cipher.CipherKey} to make them, the gateway to read them.
 */
@NullMarked
package dev.byok.secret.cipher;

import org.jspecify.annotations.NullMarked;

/**
 * References to secrets, and values that cannot print themselves. A {@link dev.byok.secret.SecretReference} enters, a
 * {@link dev.byok.secret.Secret} leaves, once per attempt. Start at {@link dev.byok.secret.Secrets}.
 */
@NullMarked
package dev.byok.secret;

import org.jspecify.annotations.NullMarked;

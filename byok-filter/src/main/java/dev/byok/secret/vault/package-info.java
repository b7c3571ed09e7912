/**
 * Secrets kept in HashiCorp Vault or OpenBao, by Spring Vault. A reference enters
 * {@link dev.byok.secret.vault.VaultSecretResolver}, which asks either the host's own client or a
 * {@link dev.byok.secret.vault.VaultConnection}.
 */
@NullMarked
package dev.byok.secret.vault;

import org.jspecify.annotations.NullMarked;

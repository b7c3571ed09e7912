/**
 * Secrets kept in Azure Key Vault, read by Azure's client. Start at
 * {@link dev.byok.secret.azure.AzureSecretResolver}.
 */
@NullMarked
package dev.byok.secret.azure;

import org.jspecify.annotations.NullMarked;

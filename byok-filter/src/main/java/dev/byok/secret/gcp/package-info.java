/**
 * Secrets kept in Google Secret Manager, read by Google's client. Start at
 * {@link dev.byok.secret.gcp.GcpSecretResolver}.
 */
@NullMarked
package dev.byok.secret.gcp;

import org.jspecify.annotations.NullMarked;

/**
 * Secrets kept in Infisical. A reference enters {@link dev.byok.secret.infisical.InfisicalSecretResolver}, which asks with
 * the access token of an {@link dev.byok.secret.infisical.InfisicalSession}.
 *
 * <p>The client is ours, by Spring's RestClient, which every gateway has. Infisical's own for Java, {@code
 * com.infisical:sdk}, was nowhere to be had when this was built; for two calls it also needs an HTTP client and a JSON parser
 * of its own, and its exceptions quote what was answered (its sources, read 2026-11).
 */
@NullMarked
package dev.byok.secret.infisical;

import org.jspecify.annotations.NullMarked;

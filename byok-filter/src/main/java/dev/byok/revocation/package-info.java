/**
 * What an operator has switched off beside the policy. It can only take away. Start at {@link
 * dev.byok.revocation.Revocations}.
 */
@NullMarked
package dev.byok.revocation;

import org.jspecify.annotations.NullMarked;

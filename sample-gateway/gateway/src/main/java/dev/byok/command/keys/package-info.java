/**
 * Keys: gateway keys are made here, values encrypted that stand in the policy, and provider keys verified, for which the start
 * is {@link dev.byok.command.keys.Verifier}.
 */
@NullMarked
package dev.byok.command.keys;

import org.jspecify.annotations.NullMarked;

/**
 * Who is asking: the credentials of a request enter, a {@link dev.byok.policy.Caller} leaves, found
 * once per request by {@link dev.byok.caller.Callers}. The form of the tokens that
 * callers hold is {@link dev.byok.caller.GatewayKeyFormat}.
 */
@NullMarked
package dev.byok.caller;

import org.jspecify.annotations.NullMarked;

/**
 * What operators see of a running gateway, and switch off in it: the actuator's endpoint {@code byok}, and how old the
 * policy is in health and metrics. Policy, health and revocations enter, rows of names and states come out, never a
 * secret. Start at {@link dev.byok.actuate.ByokEndpoint}.
 */
@NullMarked
package dev.byok.actuate;

import org.jspecify.annotations.NullMarked;

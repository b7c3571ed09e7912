/**
 * The pure planner: policy and request facts enter, attempts in order and exclusions with reasons leave. No clock, no
 * network, no state. Start at {@link dev.byok.plan.Planner}.
 */
@NullMarked
package dev.byok.plan;

import org.jspecify.annotations.NullMarked;

/**
 * The planner: policy, request facts and what health says enter, attempts in order and exclusions with reasons leave, as far
 * as somebody asks. No network, and no state beyond the plan's. Start at {@link dev.byok.plan.Planner}.
 */
@NullMarked
package dev.byok.plan;

import org.jspecify.annotations.NullMarked;

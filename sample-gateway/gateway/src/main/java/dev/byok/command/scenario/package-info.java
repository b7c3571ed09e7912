/**
 * The policy's own tests, run without a gateway: scenarios and a policy enter, what does not hold leaves. Start at
 * {@link dev.byok.command.scenario.ScenarioRun}.
 */
@NullMarked
package dev.byok.command.scenario;

import org.jspecify.annotations.NullMarked;

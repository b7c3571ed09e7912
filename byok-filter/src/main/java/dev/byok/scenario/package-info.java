/**
 * The policy's own tests as they are written: what is given of a request, and what a gateway should make of it. Read by
 * {@code dev.byok.policy.document.Scenarios}; start at {@link dev.byok.scenario.Scenario}.
 */
@NullMarked
package dev.byok.scenario;

import org.jspecify.annotations.NullMarked;

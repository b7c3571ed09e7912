/**
 * What one plan costs by itself, whatever the number of keys in the policy. Start at {@link
 * dev.byok.benchmark.planning.PlanningBenchmark}.
 */
@NullMarked
package dev.byok.benchmark.planning;

import org.jspecify.annotations.NullMarked;

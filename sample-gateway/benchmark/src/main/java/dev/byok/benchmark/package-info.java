/**
 * What Byok costs a gateway: the same route with and without it, alternated in one run. The gateway has one core to itself,
 * load generator and upstream share another. Start at {@link dev.byok.benchmark.Benchmark}; what arrives upstream is looked
 * at by {@link dev.byok.benchmark.ArrivalCheck}.
 */
@NullMarked
package dev.byok.benchmark;

import org.jspecify.annotations.NullMarked;

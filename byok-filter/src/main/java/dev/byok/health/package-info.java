/**
 * What failures say about credentials and endpoints beyond the request that met them. Outcomes enter, deadlines and
 * probes come out. Start at {@link dev.byok.health.Health}.
 */
@NullMarked
package dev.byok.health;

import org.jspecify.annotations.NullMarked;

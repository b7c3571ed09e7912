/**
 * Scenarios against a live gateway: a scenario enters, what of it holds, does not hold or is not shown leaves. Start at {@link
 * dev.byok.command.drill.Drill}.
 */
@NullMarked
package dev.byok.command.drill;

import org.jspecify.annotations.NullMarked;

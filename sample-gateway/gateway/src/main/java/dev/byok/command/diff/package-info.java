/**
 * What changes for whom between two versions of a policy: two {@link dev.byok.command.diff.Side}s enter, a
 * {@link dev.byok.command.diff.PolicyDiff} leaves. Start at {@link dev.byok.command.diff.PlanComparison}.
 */
@NullMarked
package dev.byok.command.diff;

import org.jspecify.annotations.NullMarked;

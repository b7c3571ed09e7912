/**
 * What to do after each answer of an upstream. A plan enters, then outcome by outcome; the next step leaves. One object per
 * request, no clock of its own, no network. Start at {@link dev.byok.failover.Failover}.
 */
@NullMarked
package dev.byok.failover;

import org.jspecify.annotations.NullMarked;

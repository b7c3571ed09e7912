/** How keys take turns: each use of a key enters, what was used longest ago or least leaves. Start at {@link dev.byok.rotation.KeyUses}. */
@NullMarked
package dev.byok.rotation;

import org.jspecify.annotations.NullMarked;

/**
 * What providers say is left of a key's limits. An answer's headers enter, a {@link dev.byok.quota.Quota} leaves. Start at
 * {@link dev.byok.quota.QuotaReader}.
 */
@NullMarked
package dev.byok.quota;

import org.jspecify.annotations.NullMarked;

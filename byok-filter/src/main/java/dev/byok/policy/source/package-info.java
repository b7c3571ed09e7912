/**
 * Where the policy comes from and how it goes live: files enter, the {@link dev.byok.policy.PolicySnapshot} in force
 * leaves. The last good one stays, whatever is written next. Start at {@link dev.byok.policy.source.PolicyWatcher}.
 */
@NullMarked
package dev.byok.policy.source;

import org.jspecify.annotations.NullMarked;

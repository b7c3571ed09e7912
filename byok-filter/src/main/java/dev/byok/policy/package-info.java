/**
 * The policy as a request uses it: immutable values with their indexes. {@link dev.byok.policy.document} makes them from
 * the written files, {@link dev.byok.policy.source} finds those files. Start at {@link dev.byok.policy.PolicySnapshot}.
 */
@NullMarked
package dev.byok.policy;

import org.jspecify.annotations.NullMarked;

/**
 * The policy as written: the texts of its files enter, a {@link dev.byok.policy.PolicySnapshot} leaves, or every problem
 * at once with file and line. Start at {@link dev.byok.policy.document.PolicyCompiler}; files become a
 * {@code Section} of typed {@code Value}s, and one reader per file turns those into the vocabulary of the policy.
 */
@NullMarked
package dev.byok.policy.document;

import org.jspecify.annotations.NullMarked;

/** Gateway keys, and provider keys that stand in the policy encrypted. */
@NullMarked
package dev.byok.command.keys;

import org.jspecify.annotations.NullMarked;

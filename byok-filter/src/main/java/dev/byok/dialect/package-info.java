/**
 * What is said on the wire. The buffers of an upstream's answer enter, the buffers to forward leave, together with what
 * the stream has shown so far: real output, finish reasons, usage, an error inside HTTP 200. Nothing is rewritten, and
 * nothing copied but an event that usage is cut out of; our own errors are written here in the caller's dialect. Start at
 * {@link dev.byok.dialect.ChatStream}. Providers that speak another dialect have their requests and answers translated: each
 * such dialect is an {@link dev.byok.dialect.UpstreamDialect} in a package of its own, with what they share here.
 */
@NullMarked
package dev.byok.dialect;

import org.jspecify.annotations.NullMarked;

/**
 * Anthropic's messages for callers who speak them, whoever answers. Where the provider speaks them too, bytes pass and are
 * only looked at; else a request's JSON enters and leaves as a chat completion with whatever more Anthropic's words can say,
 * and chat completions and their chunks enter and leave as messages and events. Start at {@link
 * dev.byok.dialect.anthropic.inbound.AnthropicInbound}.
 */
@NullMarked
package dev.byok.dialect.anthropic.inbound;

import org.jspecify.annotations.NullMarked;

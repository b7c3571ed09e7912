/**
 * Anthropic's messages for callers who speak OpenAI's chat completions. A request's JSON enters, the same request in
 * Anthropic's words leaves, or the name of what cannot be said in them; an answer's bytes enter, OpenAI's leave, event by
 * event. Start at {@link dev.byok.dialect.anthropic.AnthropicMessages}.
 */
@NullMarked
package dev.byok.dialect.anthropic;

import org.jspecify.annotations.NullMarked;

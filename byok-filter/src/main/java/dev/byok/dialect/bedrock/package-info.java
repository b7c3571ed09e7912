/**
 * Amazon Bedrock for callers who speak OpenAI's API: Converse for chat completions, and the models' own invocations for
 * embeddings; its counts of tokens for those who speak Anthropic's. A request's JSON enters, the same request in Bedrock's
 * words leaves, or the name of what cannot be said in them; an answer's bytes enter, the caller's leave, event by event
 * out of AWS's binary framing. Start at {@link dev.byok.dialect.bedrock.BedrockConverse}.
 */
@NullMarked
package dev.byok.dialect.bedrock;

import org.jspecify.annotations.NullMarked;

/**
 * Chat completions as plain ones: what another dialect's request says beyond OpenAI's words is taken out where the answer is
 * the same without, or named where it is not. Start at {@link dev.byok.dialect.chat.PlainChat}.
 */
@NullMarked
package dev.byok.dialect.chat;

import org.jspecify.annotations.NullMarked;

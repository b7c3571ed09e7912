/**
 * The caller's JSON body: read once, looked at, spliced per attempt, never re-serialised. A request enters
 * {@link dev.byok.request.BodyReader}, one buffer leaves it; {@link dev.byok.request.BodyScanner} proves that buffer to be
 * JSON and takes {@link dev.byok.request.BodyFacts} from it; {@link dev.byok.request.BodySplice} makes the body of one
 * attempt from both. Start at {@link dev.byok.request.BodyScanner}; the grammar is in {@code JsonCursor}.
 */
@NullMarked
package dev.byok.request;

import org.jspecify.annotations.NullMarked;

/**
 * What a provider's answer means. Status, headers and error body enter, an {@link dev.byok.outcome.Outcome} leaves. Start
 * at {@link dev.byok.outcome.OutcomeClassifier}.
 */
@NullMarked
package dev.byok.outcome;

import org.jspecify.annotations.NullMarked;

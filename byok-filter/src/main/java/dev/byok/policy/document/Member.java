package dev.byok.policy.document;

import dev.byok.policy.DataClass;
import dev.byok.policy.Guardrails;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace says of one of its members.
 *
 * @param guardrails which models and providers may serve it
 * @param dataClass of what it sends; null where nothing is said
 */
record Member(Guardrails guardrails, @Nullable DataClass dataClass) {

    static final Member UNKNOWN = new Member(Guardrails.NONE, null);
}

package dev.byok.failover;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.SubClass;

/** What one failure means for the rest of the plan. */
enum Verdict {
    /** The next attempt of the plan. */
    NEXT_ATTEMPT,
    /** Once more with the same credential, at once; if that was done, the next attempt. */
    SAME_KEY_ONCE,
    /** Never this endpoint again in this request. */
    NEXT_ENDPOINT,
    /** Never this model again in this request. */
    NEXT_MODEL,
    /** As above, and only a model that holds more. */
    NEXT_LARGER_MODEL,
    /** The request ends with this failure. */
    RETURN;

    static Verdict of(Outcome outcome, boolean substitute, boolean moderatedNextModel) {
        return switch (outcome.outcomeClass()) {
            case OVERLOADED -> outcome.subClass() == SubClass.CONNECTION ? SAME_KEY_ONCE : NEXT_ATTEMPT;
            case SILENT -> NEXT_ENDPOINT;
            case CONTEXT_LENGTH -> NEXT_LARGER_MODEL;
            case MODERATED -> moderatedNextModel ? NEXT_MODEL : RETURN;
            case INVALID_REQUEST -> substitute ? NEXT_MODEL : RETURN;
            case CREDENTIAL_REJECTED, QUOTA_EXHAUSTED, RATE_LIMITED, PERMISSION, UNEXPECTED -> NEXT_ATTEMPT;
            case OK, POLICY, CANCELLED -> RETURN;
        };
    }
}

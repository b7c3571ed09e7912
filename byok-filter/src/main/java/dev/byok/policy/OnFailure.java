package dev.byok.policy;

/** What happens once the own keys of a provider are used up. */
public enum OnFailure {
    CONTINUE,
    /** The plan ends: no shared capacity, no other provider, no other model. */
    RETURN
}

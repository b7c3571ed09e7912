package dev.byok.policy;

/** Whose credential an attempt uses, in the order in which tiers are tried. */
public enum Tier {
    /** The workspace's own keys that come before shared capacity. */
    PRIORITIZED,
    /** The gateway operator's own credentials. */
    SHARED,
    /** The workspace's own keys that come after shared capacity. */
    FALLBACK
}

package dev.byok.health;

/** The answer to a request for leave. */
public sealed interface Admission {

    /** The attempt may be made; its outcome is to be told to the permit. */
    record Granted(Permit permit) implements Admission {}

    /** It may not, now. */
    record Refused(Standing standing) implements Admission {}
}

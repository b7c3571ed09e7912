package dev.byok.secret;

/**
 * Is told what is new of a secret, never its value; of a reading that finds what was known, nothing. May be called on any
 * thread and must not block it.
 */
public interface SecretReads {

    /** What was found. */
    enum Finding {
        /** A value where there was none. */
        FIRST,
        /** Another value than before. */
        CHANGED,
        /** The value that was known, after it could not be read for a while. */
        RECOVERED
    }

    /** The store has given the value. */
    void succeeded(SecretReference reference, Finding finding);

    /** The store has not, for the first time since it last did or for another reason than before. */
    void failed(SecretUnavailableException failure);
}

package dev.byok.secret;

/** Is told of each reading of a secret, never of its value. May be called on any thread and must not block it. */
public interface SecretReads {

    /** The store has given the value. */
    void succeeded(SecretReference reference);

    /** The store has not. */
    void failed(SecretUnavailableException failure);
}

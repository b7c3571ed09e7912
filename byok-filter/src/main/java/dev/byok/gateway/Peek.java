package dev.byok.gateway;

/** What the beginning of an upstream answer turned out to be. */
sealed interface Peek {

    /** It may be passed on. */
    record Committed() implements Peek {}

    /** The provider reported an error inside it. */
    record InBandError(byte[] payload) implements Peek {}

    /** It ended, or became nonsense, before it said anything. */
    record Nothing() implements Peek {}

    /** A timer ended it before it could be passed on. */
    record Silent() implements Peek {}

    /** It is longer than may be held. */
    record TooLong() implements Peek {}

    /** The connection broke. */
    record Broken(Throwable cause) implements Peek {}
}
